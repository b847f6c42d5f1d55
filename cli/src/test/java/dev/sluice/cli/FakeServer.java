package dev.sluice.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sluice.cli.client.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import tools.jackson.databind.JsonNode;

/** A server of this test's own, on loopback; what it was asked is kept. */
public final class FakeServer implements AutoCloseable {
    private final HttpServer http;
    private final Map<String, Answering> answers = new ConcurrentHashMap<>();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();

    /** What one request held. */
    public record Asked(
            String method, String path, Map<String, List<String>> headers, String body) {
        public String header(String name) {
            return headers.entrySet().stream()
                    .filter(entry -> entry.getKey().equalsIgnoreCase(name))
                    .map(entry -> String.join(",", entry.getValue()))
                    .findFirst()
                    .orElse("");
        }

        public JsonNode json() {
            return Json.MAPPER.readTree(body);
        }
    }

    /** Answers one request. */
    @FunctionalInterface
    public interface Answering {
        void answer(HttpExchange exchange, Asked asked) throws IOException;
    }

    public FakeServer() throws IOException {
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        http.createContext("/", this::handle);
        http.start();
    }

    public String url() {
        return "http://127.0.0.1:" + http.getAddress().getPort();
    }

    /** Every request so far. */
    public List<Asked> asked() {
        return asked;
    }

    /** The requests for one "METHOD /path". */
    public List<Asked> asked(String route) {
        return asked.stream().filter(a -> (a.method() + " " + a.path()).equals(route)).toList();
    }

    public FakeServer on(String route, Answering answering) {
        answers.put(route, answering);
        return this;
    }

    public FakeServer on(String route, int status, String json) {
        return on(route, (exchange, _) -> reply(exchange, status, "application/json", json));
    }

    public static void reply(HttpExchange exchange, int status, String type, String body)
            throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private void handle(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        Asked request =
                new Asked(
                        exchange.getRequestMethod(),
                        exchange.getRequestURI().getRawPath(),
                        Map.copyOf(exchange.getRequestHeaders()),
                        body);
        asked.add(request);
        Answering answering = answers.get(request.method() + " " + request.path());
        if (answering == null) {
            reply(exchange, 404, "text/html", "<html>nothing</html>");
        } else {
            answering.answer(exchange, request);
        }
    }

    @Override
    public void close() {
        http.stop(0);
    }
}
