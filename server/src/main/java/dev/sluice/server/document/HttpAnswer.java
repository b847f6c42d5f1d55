package dev.sluice.server.document;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * An answer to a request with {@code Connection: close}, read with limits (RFC 9112).
 *
 * @param body at most {@value #BODY_BYTES_MAX} bytes
 */
@SuppressWarnings("ArrayRecordComponent") // made and read within one method
record HttpAnswer(int status, Map<String, String> headers, byte[] body) {
    static final int BODY_BYTES_MAX = 64 * 1024;
    private static final byte[] NOTHING = {};
    private static final int HEADERS_MAX = 100;
    private static final int LINE_BYTES_MAX = 8 * 1024;

    static HttpAnswer read(InputStream in) throws IOException {
        String[] line = line(in).split(" ", 3);
        if (line.length < 2
                || !line[0].startsWith("HTTP/1.")
                || !line[1].matches("[1-5][0-9]{2}")) {
            throw new IOException("no HTTP");
        }
        Map<String, String> headers = headers(in);
        int status = Integer.parseInt(line[1]);
        return new HttpAnswer(
                status, headers, status >= 200 && status < 500 ? body(in, headers) : NOTHING);
    }

    boolean isJson() {
        String type = headers.getOrDefault("content-type", "");
        String media = type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        boolean json =
                media.equals("application/json") || media.matches("application/[^/]+\\+json");
        return json && headers.getOrDefault("content-encoding", "identity").equals("identity");
    }

    private static Map<String, String> headers(InputStream in) throws IOException {
        Map<String, String> headers = new HashMap<>();
        for (int i = 0; i < HEADERS_MAX; i++) {
            String line = line(in);
            if (line.isEmpty()) {
                return headers;
            }
            int colon = line.indexOf(':');
            if (colon < 1) {
                throw new IOException("no header");
            }
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        throw new IOException("too many headers");
    }

    private static byte[] body(InputStream in, Map<String, String> headers) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        if (headers.containsKey("transfer-encoding")) {
            if (!"chunked".equalsIgnoreCase(headers.get("transfer-encoding"))) {
                throw new IOException("a transfer encoding that we do not know");
            }
            int size = chunkSize(line(in));
            while (size > 0) {
                append(body, in, size);
                line(in);
                size = chunkSize(line(in));
            }
        } else if (headers.containsKey("content-length")) {
            append(body, in, size(Objects.requireNonNull(headers.get("content-length")), 10));
        } else {
            body.write(in.readNBytes(BODY_BYTES_MAX + 1));
        }
        if (body.size() > BODY_BYTES_MAX) {
            throw new IOException("too large");
        }
        return body.toByteArray();
    }

    private static void append(ByteArrayOutputStream body, InputStream in, int size)
            throws IOException {
        if (body.size() + size > BODY_BYTES_MAX) {
            throw new IOException("too large");
        }
        byte[] part = in.readNBytes(size);
        if (part.length < size) {
            throw new IOException("cut short");
        }
        body.write(part);
    }

    private static int chunkSize(String line) throws IOException {
        return size(line.split(";", 2)[0].strip(), 16);
    }

    private static int size(String text, int radix) throws IOException {
        try {
            int size = Integer.parseInt(text, radix);
            if (size >= 0 && size <= BODY_BYTES_MAX) {
                return size;
            }
            throw new IOException("too large");
        } catch (NumberFormatException e) {
            throw new IOException("no length", e);
        }
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int next = in.read();
        while (next != '\n') {
            if (next < 0 || line.size() > LINE_BYTES_MAX) {
                throw new IOException("no line");
            }
            if (next != '\r') {
                line.write(next);
            }
            next = in.read();
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }
}
