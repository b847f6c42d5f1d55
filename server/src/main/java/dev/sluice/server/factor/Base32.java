package dev.sluice.server.factor;

import java.math.BigInteger;

/** The alphabet of RFC 4648 section 6, without padding: what people copy by hand. */
final class Base32 {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final int BITS = 5;

    private Base32() {}

    /**
     * @param bytes a multiple of five, so that every letter is full
     */
    static String encode(byte[] bytes) {
        if (bytes.length % BITS != 0) {
            throw new IllegalArgumentException("not a multiple of five: " + bytes.length);
        }
        BigInteger number = new BigInteger(1, bytes);
        StringBuilder text = new StringBuilder();
        for (int shift = bytes.length * Byte.SIZE - BITS; shift >= 0; shift -= BITS) {
            text.append(ALPHABET.charAt(number.shiftRight(shift).intValue() & 31));
        }
        return text.toString();
    }

    /** Groups of four, to be read and typed. */
    static String grouped(String text) {
        return text.replaceAll("(.{4})(?!$)", "$1 ");
    }
}
