package dev.sluice.server.identity;

import dev.sluice.core.ReasonCode;
import dev.sluice.core.Secret;
import dev.sluice.core.SluiceException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.bcrypt.BCrypt;

/** Hashes passwords with bcrypt, a few at a time so that sign-ins cannot take every processor. */
final class Passwords {
    static final int CHARACTERS_MIN = 12;

    /** bcrypt ignores what comes after; we refuse it rather than shorten a password in silence. */
    static final int BYTES_MAX = 72;

    private static final int COST = 12;

    /** A hash that no password has: comparing with it costs as much as with a real one. */
    private static final String NOBODY = "$2a$" + COST + "$" + ".".repeat(53);

    private final SecureRandom random = new SecureRandom();
    private final HashingThreads threads = new HashingThreads();

    /**
     * The bcrypt hash of a new password.
     *
     * @throws SluiceException {@code INVALID_ARGUMENT} with the rule that it breaks
     */
    String hash(Secret password) {
        byte[] bytes = password.reveal();
        String text = new String(bytes, StandardCharsets.UTF_8);
        if (text.codePointCount(0, text.length()) < CHARACTERS_MIN) {
            throw refused("The password needs at least " + CHARACTERS_MIN + " characters.");
        }
        if (bytes.length > BYTES_MAX) {
            throw refused(
                    "The password must not be longer than "
                            + BYTES_MAX
                            + " bytes (72 plain letters, fewer with accents or emoji).");
        }
        if (!usable(bytes)) {
            throw refused("The password must not hold control characters.");
        }
        return threads.run(() -> BCrypt.hashpw(bytes, BCrypt.gensalt(COST, random)));
    }

    /**
     * Whether the password belongs to the hash. Takes the same time when there is no hash, or when
     * no stored password can look like this one.
     */
    boolean matches(Secret password, @Nullable String hash) {
        byte[] bytes = password.reveal();
        boolean possible = hash != null && bytes.length <= BYTES_MAX && usable(bytes);
        byte[] compared = possible ? bytes : new byte[CHARACTERS_MIN];
        String against = possible && hash != null ? hash : NOBODY;
        return threads.run(() -> BCrypt.checkpw(compared, against)) && possible;
    }

    private static boolean usable(byte[] bytes) {
        for (byte b : bytes) {
            if (b >= 0 && b < ' ') {
                return false;
            }
        }
        return true;
    }

    private static SluiceException refused(String message) {
        return new SluiceException(ReasonCode.INVALID_ARGUMENT, message);
    }
}
