package dev.sluice.server.json;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A growing piece of JSON text in UTF-8. Raw parts are taken as they are: the caller vouches for
 * them. Strings always come out as well-formed JSON; half a surrogate pair becomes U+FFFD. Not safe
 * for use by several threads.
 */
public final class JsonBytes {
    private static final int INITIAL_BYTES = 512;
    private static final HexFormat HEX = HexFormat.of();

    private byte[] buffer = new byte[INITIAL_BYTES];
    private int size;

    /** Appends text that is JSON already. */
    public JsonBytes raw(String json) {
        return raw(json.getBytes(StandardCharsets.UTF_8));
    }

    /** Appends bytes that are JSON already. */
    public JsonBytes raw(byte[] json) {
        reserve(json.length);
        System.arraycopy(json, 0, buffer, size, json.length);
        size += json.length;
        return this;
    }

    /** Appends another piece as it is. */
    public JsonBytes raw(JsonBytes other) {
        reserve(other.size);
        System.arraycopy(other.buffer, 0, buffer, size, other.size);
        size += other.size;
        return this;
    }

    /** Appends a string literal. */
    public JsonBytes string(String value) {
        byte[] utf8 = wellFormed(value).getBytes(StandardCharsets.UTF_8);
        return quoted(utf8, utf8.length);
    }

    /** Appends a string literal from its UTF-8 bytes. */
    public JsonBytes utf8(byte[] text) {
        return quoted(text, text.length);
    }

    /** Appends a piece of JSON as one string literal: its text, not its value. */
    public JsonBytes quoted(JsonBytes json) {
        return quoted(json.buffer, json.size);
    }

    public JsonBytes number(long value) {
        return raw(Long.toString(value));
    }

    /**
     * Appends a plain value: null, text, boolean, integer, double, list or map with text keys; any
     * other object as its text.
     */
    public JsonBytes value(@Nullable Object value) {
        return switch (value) {
            case null -> raw("null");
            case Boolean flag -> raw(flag.toString());
            case Double number -> Double.isFinite(number) ? raw(number.toString()) : raw("null");
            case Number number -> raw(number.toString());
            case Map<?, ?> map -> object(map);
            case Iterable<?> items -> array(items);
            default -> string(value.toString());
        };
    }

    /** Drops what comes after the first {@code bytes}. */
    public void truncate(int bytes) {
        size = Math.min(size, bytes);
    }

    public int size() {
        return size;
    }

    public byte[] toByteArray() {
        return Arrays.copyOf(buffer, size);
    }

    public void writeTo(OutputStream out) throws IOException {
        out.write(buffer, 0, size);
    }

    @Override
    public String toString() {
        return new String(buffer, 0, size, StandardCharsets.UTF_8);
    }

    private JsonBytes object(Map<?, ?> map) {
        put((byte) '{');
        String separator = "";
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            raw(separator).string(String.valueOf(entry.getKey())).raw(":").value(entry.getValue());
            separator = ",";
        }
        put((byte) '}');
        return this;
    }

    private JsonBytes array(Iterable<?> items) {
        put((byte) '[');
        String separator = "";
        for (Object item : items) {
            raw(separator).value(item);
            separator = ",";
        }
        put((byte) ']');
        return this;
    }

    /** RFC 8259 section 7: quotes, backslashes and controls are escaped, all else stays UTF-8. */
    private JsonBytes quoted(byte[] utf8, int length) {
        reserve(length + 2);
        put((byte) '"');
        int copied = 0;
        for (int i = 0; i < length; i++) {
            byte b = utf8[i];
            if (b == '"' || b == '\\' || (b >= 0 && b < ' ')) {
                copy(utf8, copied, i);
                escape(b);
                copied = i + 1;
            }
        }
        copy(utf8, copied, length);
        put((byte) '"');
        return this;
    }

    private void copy(byte[] from, int begin, int end) {
        reserve(end - begin);
        System.arraycopy(from, begin, buffer, size, end - begin);
        size += end - begin;
    }

    private void escape(byte b) {
        if (b < ' ') {
            control(b);
        } else {
            put((byte) '\\');
            put(b);
        }
    }

    private void control(byte b) {
        switch (b) {
            case '\n' -> raw("\\n");
            case '\r' -> raw("\\r");
            case '\t' -> raw("\\t");
            default -> raw("\\u00" + HEX.toHexDigits(b));
        }
    }

    private void put(byte b) {
        reserve(1);
        buffer[size++] = b;
    }

    private void reserve(int more) {
        if (size + more > buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.max(size + more, buffer.length * 2));
        }
    }

    /** String.getBytes would write a question mark, which looks like the sender's own. */
    private static String wellFormed(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (Character.isSurrogate(c)) {
                boolean pair =
                        Character.isHighSurrogate(c)
                                && i + 1 < value.length()
                                && Character.isLowSurrogate(value.charAt(i + 1));
                if (!pair) {
                    return value.codePoints()
                            .map(point -> isSurrogate(point) ? 0xFFFD : point)
                            .collect(
                                    StringBuilder::new,
                                    StringBuilder::appendCodePoint,
                                    StringBuilder::append)
                            .toString();
                }
                i++;
            }
        }
        return value;
    }

    private static boolean isSurrogate(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }
}
