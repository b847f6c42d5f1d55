package dev.sluice.server.mcp.input;

import dev.sluice.core.Principal;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.KeyGenerator;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Seals the state that a client carries between two rounds (MCP 2026-07-28, basic/patterns/mrtr,
 * "Server Requirements"): AES-256-GCM, bound to the caller, the method, what it names and its
 * arguments, and to a time. A state opens only in the process that sealed it: after a restart, or
 * at another node, the client starts again.
 */
public final class RequestStates {
    /** From an answer that asks back to the repetition of the request. */
    public static final Duration TIME_MAX = Duration.ofMinutes(15);

    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final byte FORMAT = 1;
    private static final int KEY_BITS = 256;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BYTES = 16;
    private static final int HEAD_BYTES = 1 + NONCE_BYTES;
    private static final int SEALED_CHARS_MAX =
            (HEAD_BYTES + Long.BYTES + InputRequired.STATE_BYTES_MAX + TAG_BYTES + 2) / 3 * 4;

    /** The order of members says nothing. */
    private static final JsonMapper SORTING =
            JsonMapper.builder().enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED).build();

    private final SecretKey key;
    private final SecureRandom random = new SecureRandom();
    private final InstantSource clock;

    public RequestStates(InstantSource clock) {
        this.clock = clock;
        try {
            KeyGenerator generator = KeyGenerator.getInstance("AES");
            generator.init(KEY_BITS, random);
            key = generator.generateKey();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * The request that a state belongs to.
     *
     * @param name the tool, prompt or URI
     * @param arguments null for none
     */
    public record Bond(
            Principal caller, String method, String name, @Nullable JsonNode arguments) {}

    /** The state as the client gets it. */
    public String seal(String state, Bond bond) {
        byte[] text = state.getBytes(StandardCharsets.UTF_8);
        ByteBuffer plain = ByteBuffer.allocate(Long.BYTES + text.length);
        plain.putLong(clock.millis() + TIME_MAX.toMillis()).put(text).flip();
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        ByteBuffer sealed = ByteBuffer.allocate(HEAD_BYTES + plain.remaining() + TAG_BYTES);
        sealed.put(FORMAT).put(nonce);
        try {
            cipher(Cipher.ENCRYPT_MODE, nonce, bond).doFinal(plain, sealed);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        return encoded(sealed.array());
    }

    private static String encoded(byte[] sealed) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(sealed);
    }

    /**
     * Opens what {@link #seal} gave for the same request; empty for anything else, and after {@link
     * #TIME_MAX}.
     */
    public Optional<String> open(String sealed, Bond bond) {
        if (sealed.length() > SEALED_CHARS_MAX) {
            return Optional.empty();
        }
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(sealed);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        boolean ours =
                bytes.length >= HEAD_BYTES + Long.BYTES + TAG_BYTES
                        && bytes[0] == FORMAT
                        && encoded(bytes).equals(sealed);
        if (!ours) {
            return Optional.empty();
        }
        return decrypted(bytes, bond);
    }

    private Optional<String> decrypted(byte[] bytes, Bond bond) {
        byte[] nonce = new byte[NONCE_BYTES];
        System.arraycopy(bytes, 1, nonce, 0, NONCE_BYTES);
        ByteBuffer plain;
        try {
            plain =
                    ByteBuffer.wrap(
                            cipher(Cipher.DECRYPT_MODE, nonce, bond)
                                    .doFinal(bytes, HEAD_BYTES, bytes.length - HEAD_BYTES));
        } catch (AEADBadTagException e) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        return plain.getLong() < clock.millis()
                ? Optional.empty()
                : Optional.of(StandardCharsets.UTF_8.decode(plain).toString());
    }

    private Cipher cipher(int mode, byte[] nonce, Bond bond) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(CIPHER);
        cipher.init(mode, key, new GCMParameterSpec(TAG_BYTES * 8, nonce));
        cipher.updateAAD(digest(bond));
        return cipher;
    }

    private static byte[] digest(Bond bond) throws GeneralSecurityException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            Principal caller = bond.caller();
            write(out, caller.tenant().value());
            write(out, caller.user());
            write(out, caller.client());
            write(out, caller.agent());
            write(out, bond.method());
            write(out, bond.name());
            write(
                    out,
                    bond.arguments() == null ? null : SORTING.writeValueAsString(bond.arguments()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return MessageDigest.getInstance("SHA-256").digest(bytes.toByteArray());
    }

    private static void write(DataOutputStream out, @Nullable String text) throws IOException {
        byte[] utf8 = text == null ? new byte[0] : text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(text == null ? -1 : utf8.length);
        out.write(utf8);
    }
}
