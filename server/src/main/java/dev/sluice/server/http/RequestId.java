package dev.sluice.server.http;

import jakarta.servlet.http.HttpServletRequest;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The name that we give one HTTP request: it is in the answer's header, in every error object and
 * in the log. It identifies and protects nothing, so it need not be unguessable.
 */
public final class RequestId {
    /** The answer's header. */
    public static final String HEADER = "X-Request-Id";

    /** The request attribute that both planes read. */
    public static final String ATTRIBUTE = "dev.sluice.request_id";

    private static final HexFormat HEX = HexFormat.of();
    private static final int RANDOM_BITS = 16;

    private RequestId() {}

    /** 32 hexadecimal digits, sorted by time to the millisecond. */
    public static String next() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        long time = System.currentTimeMillis() << RANDOM_BITS;
        return HEX.toHexDigits(time | random.nextLong(1L << RANDOM_BITS))
                + HEX.toHexDigits(random.nextLong());
    }

    /** The id that the edge gave to this request. */
    public static String of(HttpServletRequest request) {
        return request.getAttribute(ATTRIBUTE) instanceof String id ? id : next();
    }
}
