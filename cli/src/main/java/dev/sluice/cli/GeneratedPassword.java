package dev.sluice.cli;

import java.io.PrintStream;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * A database password: 32 characters of at least 190 bits, with lower-case and upper-case letters,
 * digits and symbols. None of them has a meaning in a literal of any engine's, in a shell or in a
 * URL.
 */
final class GeneratedPassword {
    static final int CHARACTERS = 32;

    private static final String LOWER = "abcdefghijkmnopqrstuvwxyz";
    private static final String UPPER = "ABCDEFGHJKLMNPQRSTUVWXYZ";
    private static final String DIGITS = "23456789";
    private static final String SYMBOLS = "-_.~";
    private static final String[] KINDS = {LOWER, UPPER, DIGITS, SYMBOLS};
    private static final String ALL = String.join("", KINDS);
    private static final SecureRandom RANDOM = new SecureRandom();

    private GeneratedPassword() {}

    /** Drawn anew until every kind is there, so that no place is less random than another. */
    static char[] characters() {
        char[] password = new char[CHARACTERS];
        do {
            for (int i = 0; i < CHARACTERS; i++) {
                password[i] = ALL.charAt(RANDOM.nextInt(ALL.length()));
            }
        } while (!hasEveryKind(password));
        return password;
    }

    static void print(PrintStream out) {
        char[] password = characters();
        out.print(password);
        Arrays.fill(password, '\0');
    }

    private static boolean hasEveryKind(char[] password) {
        for (String kind : KINDS) {
            boolean found = false;
            for (char c : password) {
                found |= kind.indexOf(c) >= 0;
            }
            if (!found) {
                return false;
            }
        }
        return true;
    }
}
