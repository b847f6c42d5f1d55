package dev.sluice.server.factor;

import dev.sluice.core.Secret;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Arrays;

/** An authenticator app that somebody holds: for tests elsewhere too. */
public final class Apps {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    private Apps() {}

    /** What the app shows at this moment. */
    public static String code(Secret secret, Instant at) {
        return Totp.code(secret.reveal(), Totp.step(at), Totp.DIGITS);
    }

    /** What the app keeps of a typed key. */
    public static Secret typed(String key) {
        BigInteger number = BigInteger.ZERO;
        for (char letter : key.replace(" ", "").toCharArray()) {
            number = number.shiftLeft(5).or(BigInteger.valueOf(ALPHABET.indexOf(letter)));
        }
        byte[] bytes = number.toByteArray();
        byte[] secret = new byte[Totp.SECRET_BYTES];
        int length = Math.min(bytes.length, secret.length);
        System.arraycopy(bytes, bytes.length - length, secret, secret.length - length, length);
        Arrays.fill(bytes, (byte) 0);
        return Secret.takingOver(secret);
    }
}
