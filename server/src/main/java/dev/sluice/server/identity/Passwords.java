package dev.sluice.server.identity;

import dev.sluice.core.ReasonCode;
import dev.sluice.core.Secret;
import dev.sluice.core.SluiceException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.bcrypt.BCrypt;

/**
 * Hashes passwords with bcrypt or Argon2id, a few at a time so that sign-ins take neither every
 * processor nor, with Argon2id's 19 MiB each, the memory.
 */
final class Passwords {
    static final int CHARACTERS_MIN = 12;

    /** bcrypt ignores what comes after; we refuse it rather than shorten a password in silence. */
    static final int BYTES_MAX = 72;

    private static final int COST = 12;

    /** A hash that no password has: comparing with it costs as much as with a real one. */
    private static final String NOBODY_BCRYPT = "$2a$" + COST + "$" + ".".repeat(53);

    private static final Pattern BCRYPT =
            Pattern.compile("\\$2[aby]\\$[0-9]{2}\\$[./A-Za-z0-9]{53}");

    private final PasswordHash kind;
    private final SecureRandom random = new SecureRandom();
    private final HashingThreads threads = new HashingThreads();

    Passwords(PasswordHash kind) {
        this.kind = kind;
    }

    /**
     * The hash of a new password.
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
        return threads.run(() ->
                switch (kind) {
                    case BCRYPT -> BCrypt.hashpw(bytes, BCrypt.gensalt(COST, random));
                    case ARGON2ID -> Argon2id.hash(bytes, random);
                });
    }

    /** Whether the hash is of the other kind than new ones are. */
    boolean outdated(String hash) {
        return hash.startsWith(Argon2id.PREFIX) != (kind == PasswordHash.ARGON2ID);
    }

    /**
     * Whether the password belongs to the hash. Takes the same time when there is no hash, or when
     * no stored password can look like this one. Where Argon2id is the kind of new hashes, each try
     * computes both kinds: the time must not tell whose password is still hashed with bcrypt.
     */
    boolean matches(Secret password, @Nullable String hash) {
        byte[] bytes = password.reveal();
        boolean possible = hash != null && bytes.length <= BYTES_MAX && usable(bytes);
        byte[] compared = possible ? bytes : new byte[CHARACTERS_MIN];
        String against = possible && hash != null ? hash : "";
        return threads.run(() -> compare(compared, against)) && possible;
    }

    private boolean compare(byte[] password, String hash) {
        boolean argon2id = hash.startsWith(Argon2id.PREFIX);
        boolean bcrypt = BCRYPT.matcher(hash).matches();
        boolean matches = BCrypt.checkpw(password, bcrypt ? hash : NOBODY_BCRYPT) && bcrypt;
        if (argon2id || kind == PasswordHash.ARGON2ID) {
            matches |= Argon2id.matches(password, argon2id ? hash : Argon2id.NOBODY) && argon2id;
        }
        return matches;
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
