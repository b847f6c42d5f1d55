package dev.sluice.server.identity;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * Argon2id (RFC 9106) with 19 MiB, two passes and one lane, OWASP's smallest recommended set; kept
 * in the usual form, {@code $argon2id$v=19$m=…,t=…,p=…$salt$hash}.
 */
final class Argon2id {
    static final String PREFIX = "$argon2id$";

    private static final int MEMORY_KIB = 19 * 1024;
    private static final int PASSES = 2;
    private static final int LANES = 1;
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;

    /** A stored hash that would take more than this was not made here. */
    private static final int MEMORY_KIB_MAX = 64 * 1024;

    private static final Pattern STORED =
            Pattern.compile(
                    "\\$argon2id\\$v=19\\$m=(\\d{1,6}),t=(\\d),p=(\\d)"
                            + "\\$([A-Za-z0-9+/]{22})\\$([A-Za-z0-9+/]{43})");

    /** A hash that no password has: comparing with it costs as much as with a real one. */
    static final String NOBODY =
            PREFIX
                    + "v=19$m=%d,t=%d,p=%d$".formatted(MEMORY_KIB, PASSES, LANES)
                    + "A".repeat(22)
                    + "$"
                    + "A".repeat(43);

    private Argon2id() {}

    static String hash(byte[] password, SecureRandom random) {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        byte[] hash = compute(password, salt, MEMORY_KIB, PASSES, LANES);
        Base64.Encoder text = Base64.getEncoder().withoutPadding();
        return PREFIX
                + "v=19$m=%d,t=%d,p=%d$".formatted(MEMORY_KIB, PASSES, LANES)
                + text.encodeToString(salt)
                + "$"
                + text.encodeToString(hash);
    }

    /** False for text that is no such hash. */
    static boolean matches(byte[] password, String stored) {
        Matcher parts = STORED.matcher(stored);
        if (!parts.matches()) {
            return false;
        }
        int memory = Integer.parseInt(parts.group(1));
        int passes = Integer.parseInt(parts.group(2));
        int lanes = Integer.parseInt(parts.group(3));
        if (memory > MEMORY_KIB_MAX || passes < 1 || lanes < 1 || memory < 8 * lanes) {
            return false;
        }
        byte[] salt = Base64.getDecoder().decode(parts.group(4));
        byte[] expected = Base64.getDecoder().decode(parts.group(5));
        byte[] computed = compute(password, salt, memory, passes, lanes);
        boolean same = MessageDigest.isEqual(expected, computed);
        Arrays.fill(computed, (byte) 0);
        return same;
    }

    private static byte[] compute(byte[] password, byte[] salt, int memory, int passes, int lanes) {
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(
                new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                        .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                        .withMemoryAsKB(memory)
                        .withIterations(passes)
                        .withParallelism(lanes)
                        .withSalt(salt)
                        .build());
        byte[] hash = new byte[HASH_BYTES];
        generator.generateBytes(password, hash);
        return hash;
    }
}
