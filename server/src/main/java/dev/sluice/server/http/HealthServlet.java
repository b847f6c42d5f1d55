package dev.sluice.server.http;

import dev.sluice.server.json.JsonAnswer;
import dev.sluice.server.json.JsonBytes;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;

/** {@code /livez}: this process serves HTTP. {@code /readyz}: it can answer queries. */
final class HealthServlet extends HttpServlet {
    static final String LIVE = "/livez";
    static final String READY = "/readyz";

    private static final long serialVersionUID = 1;
    private static final int UNAVAILABLE = 503;

    private final transient Supplier<Optional<String>> obstacle;

    HealthServlet(Supplier<Optional<String>> obstacle) {
        this.obstacle = obstacle;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        Optional<String> missing =
                request.getServletPath().equals(READY) ? obstacle.get() : Optional.empty();
        if (missing.isEmpty()) {
            JsonAnswer.write(response, 200, new JsonBytes().raw("{\"status\":\"ok\"}"));
        } else {
            JsonAnswer.write(
                    response,
                    UNAVAILABLE,
                    new JsonBytes()
                            .raw("{\"status\":\"not ready\",\"reason\":")
                            .string(missing.get())
                            .raw("}"));
        }
    }
}
