package dev.sluice.connector.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** A server on loopback that stands in for a service and remembers what it was asked. */
public final class StubServer implements AutoCloseable {
    /** What arrived; header names are in lower case. */
    public record Asked(
            String method,
            String path,
            Map<String, String> query,
            Map<String, String> headers,
            String body) {
        public Map<String, String> form() {
            return pairs(body);
        }

        public String header(String name) {
            return headers.getOrDefault(name, "");
        }
    }

    /** What is answered. */
    public sealed interface Reply {}

    /** An answer as it should be. */
    public record Whole(int status, Map<String, String> headers, String body) implements Reply {}

    /** The beginning of an answer, and then nothing until the server is closed. */
    public record Stalled() implements Reply {}

    /** An answer without end. */
    public record Endless() implements Reply {}

    /** The beginning of an answer, and then the end of the connection. */
    public record Cut() implements Reply {}

    public static Reply json(String body) {
        return new Whole(200, Map.of("Content-Type", "application/json"), body);
    }

    public static Reply status(int status) {
        return new Whole(status, Map.of(), "{\"message\":\"secret-of-the-service\"}");
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private volatile Function<Asked, Reply> answers;

    public StubServer(Function<Asked, Reply> answers) {
        this(answers, null);
    }

    /**
     * Encrypted, if there is something to encrypt with.
     *
     * @param tls null for a server in clear text
     */
    public StubServer(Function<Asked, Reply> answers, @Nullable SSLContext tls) {
        this.answers = answers;
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try {
            if (tls == null) {
                server = HttpServer.create(address, 0);
            } else {
                HttpsServer encrypted = HttpsServer.create(address, 0);
                encrypted.setHttpsConfigurator(new HttpsConfigurator(tls));
                server = encrypted;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    public int port() {
        return server.getAddress().getPort();
    }

    public String address() {
        return "http://127.0.0.1:" + port();
    }

    /** From now on it answers otherwise. */
    public void answering(Function<Asked, Reply> others) {
        answers = others;
    }

    public List<Asked> asked() {
        return asked;
    }

    public List<Asked> asked(String method, String path) {
        return asked.stream()
                .filter(one -> one.method().equals(method) && one.path().startsWith(path))
                .toList();
    }

    private void handle(HttpExchange exchange) throws IOException {
        Map<String, String> headers = new LinkedHashMap<>();
        exchange.getRequestHeaders()
                .forEach((name, values) ->
                        headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
        String query = exchange.getRequestURI().getRawQuery();
        Asked one =
                new Asked(
                        exchange.getRequestMethod(),
                        exchange.getRequestURI().getPath(),
                        pairs(query == null ? "" : query),
                        headers,
                        new String(
                                exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        asked.add(one);
        try (exchange) {
            send(exchange, answers.apply(one));
        } catch (IOException e) {
            // The client went away, as some tests want.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void send(HttpExchange exchange, Reply reply) throws IOException, InterruptedException {
        switch (reply) {
            case Whole whole -> {
                byte[] body = whole.body().getBytes(StandardCharsets.UTF_8);
                whole.headers().forEach(exchange.getResponseHeaders()::set);
                exchange.sendResponseHeaders(whole.status(), body.length == 0 ? -1 : body.length);
                exchange.getResponseBody().write(body);
            }
            case Stalled _ -> {
                exchange.sendResponseHeaders(200, 0);
                exchange.getResponseBody().write('{');
                exchange.getResponseBody().flush();
                closed.await();
            }
            case Endless _ -> {
                exchange.sendResponseHeaders(200, 0);
                OutputStream body = exchange.getResponseBody();
                byte[] blanks = " ".repeat(1 << 16).getBytes(StandardCharsets.US_ASCII);
                while (closed.getCount() > 0) {
                    body.write(blanks);
                }
            }
            case Cut _ -> {
                exchange.sendResponseHeaders(200, 1_000);
                exchange.getResponseBody().write("{\"a\":".getBytes(StandardCharsets.US_ASCII));
                exchange.getResponseBody().flush();
            }
        }
    }

    private static Map<String, String> pairs(String text) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String pair : text.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                pairs.put(
                        URLDecoder.decode(pair.substring(0, equals), StandardCharsets.UTF_8),
                        URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
            }
        }
        return pairs;
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.close();
    }
}
