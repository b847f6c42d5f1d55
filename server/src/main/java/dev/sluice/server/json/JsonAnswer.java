package dev.sluice.server.json;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Writes JSON answers that no cache may keep. */
public final class JsonAnswer {
    private JsonAnswer() {}

    public static void write(HttpServletResponse response, int status, JsonBytes json)
            throws IOException {
        response.setStatus(status);
        response.setContentType("application/json");
        response.setHeader("Cache-Control", "no-store");
        response.setContentLength(json.size());
        json.writeTo(response.getOutputStream());
    }
}
