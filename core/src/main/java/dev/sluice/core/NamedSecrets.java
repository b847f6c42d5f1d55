package dev.sluice.core;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Secrets by name, for example {@code password} and {@code private_key}: what one connection needs,
 * kept and sent as one. Closing it zeroes all of them. Not safe for use by several threads.
 *
 * <p>Encoded: for each in the order of the names, the name's length (1 byte), the name, the
 * secret's length (4 bytes, big-endian), the secret. Not JSON, whose readers keep copies of what
 * they read.
 */
public final class NamedSecrets implements AutoCloseable {
    public static final int SECRETS_MAX = 32;

    /** The most bytes that one of the secrets may have. */
    public static final int SECRET_BYTES_MAX = 64 * 1024;

    /** The most bytes that all of them may have, encoded. */
    public static final int ENCODED_BYTES_MAX = 128 * 1024;

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_.-]{0,63}");

    private final SortedMap<String, Secret> secrets;

    /**
     * Takes the secrets over.
     *
     * @throws SluiceException {@code INVALID_ARGUMENT} when there are too many, one is too long, or
     *     a name is not one of 1 to 64 of {@code a-z 0-9 _ . -}; the secrets are closed then
     */
    public NamedSecrets(Map<String, Secret> secrets) {
        this.secrets = new TreeMap<>(secrets);
        try {
            check();
        } catch (SluiceException e) {
            close();
            throw e;
        }
    }

    private void check() {
        if (secrets.size() > SECRETS_MAX) {
            throw invalid("There are more than " + SECRETS_MAX + " secrets.");
        }
        secrets.forEach((name, secret) -> {
            if (!NAME.matcher(name).matches()) {
                throw invalid("A secret's name is not one.");
            }
            if (secret.reveal().length > SECRET_BYTES_MAX) {
                throw invalid(
                        "The secret " + name + " has more than " + SECRET_BYTES_MAX + " bytes.");
            }
        });
        if (encodedBytes() > ENCODED_BYTES_MAX) {
            throw invalid("All secrets have more than " + ENCODED_BYTES_MAX + " bytes together.");
        }
    }

    public Set<String> names() {
        return Collections.unmodifiableSet(secrets.keySet());
    }

    public boolean has(String name) {
        return secrets.containsKey(name);
    }

    /**
     * A copy of the caller's own, which the caller closes.
     *
     * @throws SluiceException {@code INVALID_ARGUMENT} when there is none of this name
     */
    public Secret open(String name) {
        Secret secret = secrets.get(name);
        if (secret == null) {
            throw new SluiceException(
                    ReasonCode.INVALID_ARGUMENT,
                    "The secret '" + name + "' is missing.",
                    Map.of("argument", name));
        }
        return Secret.takingOver(secret.reveal().clone());
    }

    /** All of them as one secret, which the caller closes. */
    public Secret encode() {
        ByteBuffer encoded = ByteBuffer.allocate(encodedBytes());
        secrets.forEach((name, secret) -> {
            byte[] bytes = secret.reveal();
            encoded.put((byte) name.length())
                    .put(name.getBytes(StandardCharsets.US_ASCII))
                    .putInt(bytes.length)
                    .put(bytes);
        });
        return Secret.takingOver(encoded.array());
    }

    /**
     * What {@link #encode} gave; the argument stays open.
     *
     * @throws SluiceException {@code INVALID_ARGUMENT} for anything else
     */
    public static NamedSecrets decode(Secret encoded) {
        byte[] bytes = encoded.reveal();
        if (bytes.length > ENCODED_BYTES_MAX) {
            throw notEncoded();
        }
        SortedMap<String, Secret> read = new TreeMap<>();
        try {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                if (read.size() == SECRETS_MAX) {
                    throw notEncoded();
                }
                readOne(buffer, read);
            }
        } catch (BufferUnderflowException | SluiceException _) {
            read.values().forEach(Secret::close);
            throw notEncoded();
        }
        return new NamedSecrets(read);
    }

    private static void readOne(ByteBuffer buffer, SortedMap<String, Secret> read) {
        byte[] nameBytes = new byte[Byte.toUnsignedInt(buffer.get())];
        buffer.get(nameBytes);
        String name = new String(nameBytes, StandardCharsets.US_ASCII);
        int length = buffer.getInt();
        // Strictly in order: so there is one encoding of the same secrets, and no name twice.
        if (length < 0
                || length > buffer.remaining()
                || (!read.isEmpty() && read.lastKey().compareTo(name) >= 0)) {
            throw notEncoded();
        }
        byte[] secret = new byte[length];
        buffer.get(secret);
        read.put(name, Secret.takingOver(secret));
    }

    private int encodedBytes() {
        int bytes = 0;
        for (Map.Entry<String, Secret> entry : secrets.entrySet()) {
            bytes += 1 + entry.getKey().length() + Integer.BYTES;
            bytes += entry.getValue().reveal().length;
        }
        return bytes;
    }

    private static SluiceException notEncoded() {
        return invalid("These are no encoded secrets.");
    }

    private static SluiceException invalid(String message) {
        return new SluiceException(ReasonCode.INVALID_ARGUMENT, message);
    }

    @Override
    public void close() {
        secrets.values().forEach(Secret::close);
    }

    @Override
    public String toString() {
        return "NamedSecrets" + secrets.keySet();
    }
}
