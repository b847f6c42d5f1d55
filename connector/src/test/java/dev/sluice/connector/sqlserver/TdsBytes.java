package dev.sluice.connector.sqlserver;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Writes what tokens are made of: little-endian numbers and UTF-16 text. */
final class TdsBytes {
    /** Latin1_General_CI_AS. */
    static final byte[] COLLATION = {0x09, 0x04, (byte) 0xD0, 0x00, 0x34};

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    TdsBytes u8(int value) {
        return little(value, 1);
    }

    TdsBytes u16(int value) {
        return little(value, 2);
    }

    TdsBytes u32(int value) {
        return little(value, 4);
    }

    TdsBytes u64(long value) {
        return little(value, 8);
    }

    TdsBytes little(long value, int length) {
        for (int i = 0; i < length; i++) {
            bytes.write((int) (value >> (8 * i)));
        }
        return this;
    }

    TdsBytes bytes(byte[] value) {
        bytes.writeBytes(value);
        return this;
    }

    /** Text behind its length in characters, in one byte. */
    TdsBytes shortText(String text) {
        return u8(text.length()).bytes(text.getBytes(StandardCharsets.UTF_16LE));
    }

    /** Text behind its length in characters, in two bytes. */
    TdsBytes longText(String text) {
        return u16(text.length()).bytes(text.getBytes(StandardCharsets.UTF_16LE));
    }

    /** A token of variable length, behind its code and its length in bytes. */
    TdsBytes token(int code, TdsBytes content) {
        byte[] inside = content.take();
        return u8(code).u16(inside.length).bytes(inside);
    }

    byte[] take() {
        byte[] taken = bytes.toByteArray();
        bytes.reset();
        return taken;
    }
}
