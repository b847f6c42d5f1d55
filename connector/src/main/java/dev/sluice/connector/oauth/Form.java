package dev.sluice.connector.oauth;

import dev.sluice.core.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * A form ({@code application/x-www-form-urlencoded}) in bytes that are zeroed when it is closed:
 * secrets in it never become a text.
 */
final class Form implements AutoCloseable {
    private static final byte[] HEX = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);

    private byte[] bytes = new byte[512];
    private int length;

    void add(String name, String value) {
        add(name, value.getBytes(StandardCharsets.UTF_8));
    }

    void add(String name, Secret value) {
        add(name, value.reveal());
    }

    void addIfPresent(String name, @Nullable String value) {
        if (value != null) {
            add(name, value);
        }
    }

    private void add(String name, byte[] value) {
        if (length > 0) {
            put('&');
        }
        encode(name.getBytes(StandardCharsets.UTF_8));
        put('=');
        encode(value);
    }

    private void encode(byte[] text) {
        for (byte b : text) {
            boolean plain =
                    (b >= 'a' && b <= 'z')
                            || (b >= 'A' && b <= 'Z')
                            || (b >= '0' && b <= '9')
                            || b == '-'
                            || b == '_'
                            || b == '.'
                            || b == '*';
            if (plain) {
                put(b);
            } else {
                put('%');
                put(HEX[(b >> 4) & 15]);
                put(HEX[b & 15]);
            }
        }
    }

    private void put(int b) {
        if (length == bytes.length) {
            byte[] larger = Arrays.copyOf(bytes, length * 2);
            Arrays.fill(bytes, (byte) 0);
            bytes = larger;
        }
        bytes[length++] = (byte) b;
    }

    Secret toSecret() {
        return Secret.takingOver(Arrays.copyOf(bytes, length));
    }

    /** Both halves are encoded as in a form before they are joined (RFC 6749 section 2.3.1). */
    String basic(String clientId, Secret clientSecret) {
        encode(clientId.getBytes(StandardCharsets.UTF_8));
        put(':');
        encode(clientSecret.reveal());
        byte[] pair = Arrays.copyOf(bytes, length);
        try {
            return Base64.getEncoder().encodeToString(pair);
        } finally {
            Arrays.fill(pair, (byte) 0);
        }
    }

    @Override
    public void close() {
        Arrays.fill(bytes, (byte) 0);
        length = 0;
    }
}
