package dev.sluice.server.mcp;

import dev.sluice.server.json.JsonBytes;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * An answer as Server-Sent Events (MCP 2026-07-28, streamable-http, "Receiving Messages"): without
 * ids, since no stream can be taken up again. The connection ends with the stream.
 */
final class EventStream {
    private static final byte[] DATA = "data: ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END = "\n\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] COMMENT = ":\n\n".getBytes(StandardCharsets.US_ASCII);

    private final HttpServletResponse response;

    EventStream(HttpServletResponse response) {
        this.response = response;
        response.setStatus(HttpServletResponse.SC_OK);
        response.setContentType("text/event-stream");
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Accel-Buffering", "no");
        response.setHeader("Connection", "close");
    }

    void message(JsonBytes json) throws IOException {
        OutputStream out = response.getOutputStream();
        out.write(DATA);
        out.write(onOneLine(json.toByteArray()));
        out.write(END);
        response.flushBuffer();
    }

    void comment() throws IOException {
        response.getOutputStream().write(COMMENT);
        response.flushBuffer();
    }

    /** Line ends in JSON stand between its tokens only; in a stream they would end the data. */
    private static byte[] onOneLine(byte[] json) {
        for (int i = 0; i < json.length; i++) {
            if (json[i] == '\n' || json[i] == '\r') {
                json[i] = ' ';
            }
        }
        return json;
    }
}
