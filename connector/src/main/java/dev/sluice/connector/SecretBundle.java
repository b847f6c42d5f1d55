package dev.sluice.connector;

import dev.sluice.core.ReasonCode;
import dev.sluice.core.Secret;
import dev.sluice.core.SluiceException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * All secrets of one connection, which are sealed together. Encoded, a bundle is
 *
 * <pre>format (1) | for each: length of name (1) | name | length of value (4) | value</pre>
 *
 * Closing it closes every secret. Not safe for use by several threads.
 */
public final class SecretBundle implements Credential, AutoCloseable {
    /** Passwords, private keys, a service account's file: none comes near. */
    public static final int SECRET_BYTES_MAX = 64 << 10;

    public static final int SECRETS_MAX = 20;

    private static final byte FORMAT = 1;

    private final Map<SecretName, Secret> secrets = new TreeMap<>();

    /** A bundle of this password alone, which is taken over. */
    public static SecretBundle ofPassword(Secret password) {
        SecretBundle bundle = new SecretBundle();
        bundle.put(SecretName.PASSWORD, password);
        return bundle;
    }

    /**
     * Takes the secret over, in place of the one of this name.
     *
     * @throws SluiceException {@code INVALID_ARGUMENT} when it is too long, or one too many; then
     *     it is closed
     */
    public void put(SecretName name, Secret secret) {
        boolean known = secrets.containsKey(name);
        boolean tooMany = !known && secrets.size() == SECRETS_MAX;
        if (tooMany || secret.reveal().length > SECRET_BYTES_MAX) {
            secret.close();
            throw new SluiceException(
                    ReasonCode.INVALID_ARGUMENT,
                    "A connection has at most "
                            + SECRETS_MAX
                            + " secrets of at most "
                            + SECRET_BYTES_MAX
                            + " bytes each.",
                    Map.of("argument", name.value()));
        }
        Secret old = secrets.put(name, secret);
        if (old != null) {
            old.close();
        }
    }

    public Set<SecretName> names() {
        return Set.copyOf(secrets.keySet());
    }

    /** A copy of the secret's bytes. */
    @Override
    public Secret open(SecretName name) {
        Secret secret = secrets.get(name);
        if (secret == null) {
            throw missing(name);
        }
        return Secret.takingOver(secret.reveal().clone());
    }

    @Override
    public boolean has(SecretName name) {
        return secrets.containsKey(name);
    }

    static SluiceException missing(SecretName name) {
        return new SluiceException(
                ReasonCode.INVALID_ARGUMENT,
                "The connection's secret '" + name.value() + "' is missing.",
                Map.of("argument", name.value()));
    }

    /** The bundle as one secret, which the caller closes. */
    public Secret encode() {
        int size = 1;
        for (Map.Entry<SecretName, Secret> entry : secrets.entrySet()) {
            size += 1 + entry.getKey().value().length();
            size += Integer.BYTES + entry.getValue().reveal().length;
        }
        ByteBuffer encoded = ByteBuffer.allocate(size).put(FORMAT);
        secrets.forEach((name, secret) -> {
            encoded.put((byte) name.value().length());
            encoded.put(name.value().getBytes(StandardCharsets.US_ASCII));
            encoded.putInt(secret.reveal().length).put(secret.reveal());
        });
        return Secret.takingOver(encoded.array());
    }

    /**
     * Reads what {@link #encode} wrote; the argument stays open.
     *
     * @throws SluiceException {@code SEAL_BROKEN} for anything else
     */
    public static SecretBundle decode(Secret encoded) {
        ByteBuffer bytes = ByteBuffer.wrap(encoded.reveal());
        SecretBundle bundle = new SecretBundle();
        try {
            if (bytes.get() != FORMAT) {
                throw broken();
            }
            while (bytes.hasRemaining()) {
                String name = new String(take(bytes, bytes.get()), StandardCharsets.US_ASCII);
                Secret secret = Secret.takingOver(take(bytes, bytes.getInt()));
                bundle.put(new SecretName(name), secret);
            }
            return bundle;
        } catch (BufferUnderflowException _) {
            bundle.close();
            throw broken();
        } catch (SluiceException e) {
            bundle.close();
            throw e.code() == ReasonCode.SEAL_BROKEN ? e : broken();
        }
    }

    private static byte[] take(ByteBuffer bytes, int length) {
        if (length < 0 || length > bytes.remaining()) {
            throw broken();
        }
        byte[] taken = new byte[length];
        bytes.get(taken);
        return taken;
    }

    private static SluiceException broken() {
        return new SluiceException(
                ReasonCode.SEAL_BROKEN, "A connection's secrets are unreadable.");
    }

    @Override
    public void close() {
        secrets.values().forEach(Secret::close);
        secrets.clear();
    }

    @Override
    public String toString() {
        return "SecretBundle" + secrets.keySet();
    }
}
