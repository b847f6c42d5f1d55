package dev.sluice.connector.http;

import dev.sluice.core.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.function.Supplier;

/** What a call carries to say on whose behalf it is made. */
public interface Authorization extends AutoCloseable {
    /** The headers of the next call. They are texts, since that is what the client takes. */
    Map<String, String> headers(Stop stop) throws SourceFailure;

    /**
     * The service answered 401 to these headers.
     *
     * @return whether it is worth to try once more, with others
     */
    boolean refused(Map<String, String> headers);

    @Override
    void close();

    /** The header of a bearer token (RFC 6750 section 2.1). */
    static Map<String, String> bearer(Secret token) {
        return Map.of(
                "Authorization",
                "Bearer " + new String(token.reveal(), StandardCharsets.ISO_8859_1));
    }

    /** The header of a user and a password (RFC 7617), both in UTF-8. */
    static Map<String, String> basic(String user, Secret password) {
        byte[] name = (user + ":").getBytes(StandardCharsets.UTF_8);
        byte[] pair = Arrays.copyOf(name, name.length + password.reveal().length);
        System.arraycopy(password.reveal(), 0, pair, name.length, password.reveal().length);
        try {
            return Map.of("Authorization", "Basic " + Base64.getEncoder().encodeToString(pair));
        } finally {
            Arrays.fill(pair, (byte) 0);
        }
    }

    /** The same headers each time, made from a secret for each call. */
    static Authorization fixed(Supplier<Map<String, String>> headers) {
        return new Authorization() {
            @Override
            public Map<String, String> headers(Stop stop) {
                return headers.get();
            }

            @Override
            public boolean refused(Map<String, String> used) {
                return false;
            }

            @Override
            public void close() {}
        };
    }
}
