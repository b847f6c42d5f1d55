package dev.sluice.vault;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** AES-256-GCM (NIST SP 800-38D) with a random 96-bit nonce in front of the ciphertext. */
final class Aes {
    static final int KEY_BYTES = 32;
    static final int NONCE_BYTES = 12;
    static final int TAG_BYTES = 16;

    /** What encryption adds to the plain bytes. */
    static final int OVERHEAD_BYTES = NONCE_BYTES + TAG_BYTES;

    private static final SecureRandom RANDOM = new SecureRandom();

    private Aes() {}

    static byte[] randomKey() {
        byte[] key = new byte[KEY_BYTES];
        RANDOM.nextBytes(key);
        return key;
    }

    /** Nonce, ciphertext, tag. */
    static byte[] encrypt(byte[] key, byte[] plain, byte[] context) {
        byte[] sealed = new byte[plain.length + OVERHEAD_BYTES];
        byte[] nonce = new byte[NONCE_BYTES];
        RANDOM.nextBytes(nonce);
        System.arraycopy(nonce, 0, sealed, 0, NONCE_BYTES);
        try {
            cipher(Cipher.ENCRYPT_MODE, key, nonce, context)
                    .doFinal(plain, 0, plain.length, sealed, NONCE_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-256-GCM is not available", e);
        }
        return sealed;
    }

    /**
     * The plain bytes of what stands in {@code sealed} from {@code offset} on.
     *
     * @throws BrokenSeal when it was not made by {@link #encrypt} with this key and context
     */
    static byte[] decrypt(byte[] key, byte[] sealed, int offset, byte[] context) throws BrokenSeal {
        int length = sealed.length - offset;
        if (length < OVERHEAD_BYTES) {
            throw new BrokenSeal();
        }
        byte[] nonce = Arrays.copyOfRange(sealed, offset, offset + NONCE_BYTES);
        try {
            return cipher(Cipher.DECRYPT_MODE, key, nonce, context)
                    .doFinal(sealed, offset + NONCE_BYTES, length - NONCE_BYTES);
        } catch (AEADBadTagException e) {
            throw new BrokenSeal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-256-GCM is not available", e);
        }
    }

    private static Cipher cipher(int mode, byte[] key, byte[] nonce, byte[] context)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(
                mode,
                new SecretKeySpec(key, "AES"),
                new GCMParameterSpec(TAG_BYTES * Byte.SIZE, nonce));
        cipher.updateAAD(context);
        return cipher;
    }

    /** A ciphertext that does not open; it says no more, so that nobody can ask why. */
    static final class BrokenSeal extends Exception {
        private static final long serialVersionUID = 1;

        BrokenSeal() {
            super(null, null, false, false);
        }
    }
}
