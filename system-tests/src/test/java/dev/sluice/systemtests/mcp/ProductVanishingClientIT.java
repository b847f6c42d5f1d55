package dev.sluice.systemtests.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** A query for which nobody waits any more ends in the database, and its record says so. */
class ProductVanishingClientIT {
    private static final Duration CANCELLED_MAX = Duration.ofSeconds(10);

    /** Billions of rows, from few pages: the scan estimate lets it pass, and it never ends. */
    private static final String ENDLESS =
            "SELECT count(*) FROM orders a CROSS JOIN orders b CROSS JOIN products c";

    @Test
    void cancelsTheQueryOfAClientThatWentAway() throws Exception {
        try (ProductServer product = new ProductServer()) {
            RunningServer server = product.running();
            try (Socket socket = new Socket(server.mcp().getHost(), server.mcp().getPort())) {
                socket.getOutputStream().write(request(server));
                Thread.sleep(1_000);
                assertThat(socket.getInputStream().available()).as("answered already").isZero();
            }
            Instant left = Instant.now();
            while (product.log().stream().noneMatch(row -> "CANCELLED".equals(row.get("code")))) {
                assertThat(Duration.between(left, Instant.now()))
                        .as("%s", product.log())
                        .isLessThan(CANCELLED_MAX);
                Thread.sleep(100);
            }
        }
    }

    private static byte[] request(RunningServer server) {
        String body =
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":"
                        + "\"run\",\"arguments\":{\"sql\":\""
                        + ENDLESS
                        + "\"}}}";
        return ("POST "
                        + server.mcp().getPath()
                        + " HTTP/1.1\r\nHost: "
                        + server.mcp().getAuthority()
                        + "\r\nAuthorization: Bearer "
                        + server.token()
                        + "\r\nContent-Type: application/json\r\nContent-Length: "
                        + body.length()
                        + "\r\n\r\n"
                        + body)
                .getBytes(StandardCharsets.US_ASCII);
    }
}
