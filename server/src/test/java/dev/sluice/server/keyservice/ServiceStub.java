package dev.sluice.server.keyservice;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A service on loopback that can be told to fail, and that encrypts with a key of its own. */
final class ServiceStub implements AutoCloseable {
    enum Fault {
        NONE,
        STATUS_302,
        STATUS_401,
        STATUS_403,
        STATUS_404,
        STATUS_429,
        STATUS_500,
        STATUS_503,
        GARBAGE,
        EMPTY_OBJECT,
        WRONG_TYPES,
        TOO_LARGE,
        DROPS,
        HANGS,
        HANGS_IN_THE_BODY
    }

    record Asked(HttpExchange exchange, String body) {
        String method() {
            return exchange.getRequestMethod();
        }

        String path() {
            return exchange.getRequestURI().getRawPath();
        }

        String query() {
            return String.valueOf(exchange.getRequestURI().getRawQuery());
        }

        String header(String name) {
            return String.valueOf(exchange.getRequestHeaders().getFirst(name));
        }

        JsonNode json() {
            return JsonMapper.shared().readTree(body);
        }
    }

    record Reply(int status, String body) {}

    private final Function<Asked, Reply> service;
    private final HttpServer http;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final List<AssertionError> wrong = new ArrayList<>();
    private final byte[] key = new byte[32];
    private volatile Fault fault = Fault.NONE;

    ServiceStub(Function<Asked, Reply> service) {
        this.service = service;
        new SecureRandom().nextBytes(key);
        try {
            http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        http.setExecutor(threads);
        http.createContext("/", this::handle);
        http.start();
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + http.getAddress().getPort());
    }

    /** What the service does from now on. */
    void fail(Fault next) {
        fault = next;
    }

    private void handle(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        try (exchange) {
            if (fault == Fault.NONE) {
                reply(exchange, answer(new Asked(exchange, body)));
            } else {
                fail(exchange, fault);
            }
        }
    }

    /** A test's own assertion that fails here fails the test when it closes this. */
    private Reply answer(Asked asked) {
        try {
            return service.apply(asked);
        } catch (AssertionError e) {
            synchronized (wrong) {
                wrong.add(e);
            }
            return new Reply(418, "{}");
        }
    }

    private void fail(HttpExchange exchange, Fault wanted) throws IOException {
        switch (wanted) {
            case GARBAGE -> reply(exchange, new Reply(200, "<html>a proxy's page</html>"));
            case EMPTY_OBJECT -> reply(exchange, new Reply(200, "{}"));
            case WRONG_TYPES ->
                    reply(
                            exchange,
                            new Reply(
                                    200,
                                    """
                                    {"data":[7],"ciphertext":{},"plaintext":[],"value":{},
                                     "CiphertextBlob":{},"Plaintext":{}}\
                                    """));
            case TOO_LARGE ->
                    reply(
                            exchange,
                            new Reply(200, "{\"value\":\"" + "A".repeat(3_000_000) + "\"}"));
            case DROPS -> {}
            case HANGS -> await();
            case HANGS_IN_THE_BODY -> {
                exchange.getResponseHeaders().set("Content-Type", "application/json");
                exchange.sendResponseHeaders(200, 1_000);
                exchange.getResponseBody().write('{');
                exchange.getResponseBody().flush();
                await();
            }
            default -> {
                int status = Integer.parseInt(wanted.name().substring("STATUS_".length()));
                reply(exchange, new Reply(status, "{\"message\":\"no\"}"));
            }
        }
    }

    private void await() {
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void reply(HttpExchange exchange, Reply reply) throws IOException {
        byte[] bytes = reply.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.1");
        exchange.getResponseHeaders().set("Location", "http://127.0.0.1:1/elsewhere");
        exchange.sendResponseHeaders(reply.status(), bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    byte[] encrypt(byte[] plain, byte[] context) {
        byte[] nonce = new byte[12];
        new SecureRandom().nextBytes(nonce);
        byte[] body = crypt(Cipher.ENCRYPT_MODE, nonce, plain, context).orElseThrow();
        byte[] sealed = Arrays.copyOf(nonce, nonce.length + body.length);
        System.arraycopy(body, 0, sealed, nonce.length, body.length);
        return sealed;
    }

    /** Empty when it was not made by {@link #encrypt} with this context. */
    Optional<byte[]> decrypt(byte[] sealed, byte[] context) {
        return sealed.length < 28
                ? Optional.empty()
                : crypt(
                        Cipher.DECRYPT_MODE,
                        Arrays.copyOf(sealed, 12),
                        Arrays.copyOfRange(sealed, 12, sealed.length),
                        context);
    }

    private Optional<byte[]> crypt(int mode, byte[] nonce, byte[] text, byte[] context) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, nonce));
            cipher.updateAAD(context);
            return Optional.of(cipher.doFinal(text));
        } catch (GeneralSecurityException _) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        http.stop(0);
        threads.shutdownNow();
        synchronized (wrong) {
            if (!wrong.isEmpty()) {
                throw wrong.removeFirst();
            }
        }
    }
}
