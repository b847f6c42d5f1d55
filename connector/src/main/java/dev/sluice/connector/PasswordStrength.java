package dev.sluice.connector;

import dev.sluice.core.Secret;

/** What a database password should be like, since whoever reaches the database can try any. */
public final class PasswordStrength {
    public static final int BYTES_MIN = 20;

    private PasswordStrength() {}

    /** Whether the password is short, or lacks letters, digits or symbols. */
    public static boolean isWeak(Secret password) {
        boolean letter = false;
        boolean digit = false;
        boolean symbol = false;
        byte[] bytes = password.reveal();
        for (byte b : bytes) {
            boolean isDigit = b >= '0' && b <= '9';
            boolean isLetter = Character.isLetter(b) || b < 0;
            digit |= isDigit;
            letter |= isLetter;
            symbol |= !isDigit && !isLetter;
        }
        return bytes.length < BYTES_MIN || !letter || !digit || !symbol;
    }
}
