package dev.sluice.connector.snowflake;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sluice.connector.http.HttpReply;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The SQL API's side of a conversation, after its reference alone: no Snowflake can be had here. It
 * evaluates nothing; a {@link Script} says what each text is answered with. What a client shows to
 * log in is checked with real cryptography.
 */
final class SnowflakeServer implements AutoCloseable {
    static final String CLIENT_ID = "sluice-client";
    static final String CLIENT_SECRET = "marker-client-secret-31";

    private final HttpServer server;
    private final List<JsonNode> requests = new CopyOnWriteArrayList<>();
    private final List<String> refusals = new CopyOnWriteArrayList<>();
    private final List<String> cancelled = new CopyOnWriteArrayList<>();
    private final Map<String, Reply> running = new ConcurrentHashMap<>();
    private final AtomicInteger tokens = new AtomicInteger();
    private volatile Script script = _ -> Reply.rows("[]", "[]");
    private volatile Predicate<HttpExchange> welcome = _ -> false;

    /** What a text is answered with. */
    interface Script {
        Reply answer(String sql);
    }

    /**
     * An answer.
     *
     * @param polls how often it is not ready yet
     * @param partitions further parts, each the text of an array of rows
     */
    record Reply(int status, String body, int polls, List<String> partitions) {
        /**
         * @param types columns, as {@code name:type:scale} separated by blanks
         */
        static Reply rows(String types, String rows, String... partitions) {
            StringBuilder columns = new StringBuilder();
            for (String type : types.equals("[]") ? new String[0] : types.split(" ", -1)) {
                String[] parts = type.split(":", -1);
                columns.append(columns.isEmpty() ? "" : ",")
                        .append(
                                "{\"name\":\"%s\",\"type\":\"%s\",\"scale\":%s,\"nullable\":true}"
                                        .formatted(
                                                parts[0],
                                                parts[1],
                                                parts.length > 2 ? parts[2] : "null"));
            }
            String info = "{\"rowCount\":1}" + ",{\"rowCount\":1}".repeat(partitions.length);
            return new Reply(
                    200,
                    "{\"code\":\"090001\",\"resultSetMetaData\":{\"numRows\":1,\"format\":\"jsonv2\","
                        + "\"partitionInfo\":["
                            + info
                            + "],\"rowType\":["
                            + columns
                            + "]},"
                            + "\"data\":"
                            + rows
                            + "}",
                    1,
                    List.of(partitions));
        }

        static Reply failure(int status, String code, String sqlState, String message) {
            return new Reply(
                    status,
                    "{\"code\":\"%s\",\"sqlState\":\"%s\",\"message\":\"%s\"}"
                            .formatted(code, sqlState, message),
                    0,
                    List.of());
        }

        Reply afterPolls(int more) {
            return new Reply(status, body, more, partitions);
        }
    }

    SnowflakeServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/api/v2/statements", this::statement);
        server.createContext("/oauth/token-request", this::token);
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    void answering(Script next) {
        script = next;
    }

    /** Lets those in who show this key pair's token. */
    void welcomingKey(PublicKey key, String account, String user) {
        welcome =
                exchange ->
                        type(exchange).equals("KEYPAIR_JWT")
                                && isSigned(bearer(exchange), key, account, user);
    }

    void welcoming(String type, Predicate<String> token) {
        welcome = exchange -> type(exchange).equals(type) && token.test(bearer(exchange));
    }

    List<JsonNode> requests() {
        return List.copyOf(requests);
    }

    List<String> texts() {
        return requests.stream().map(request -> request.path("statement").asString("")).toList();
    }

    List<String> cancelled() {
        return List.copyOf(cancelled);
    }

    int refusals() {
        return refusals.size();
    }

    int tokensIssued() {
        return tokens.get();
    }

    private static String type(HttpExchange exchange) {
        return String.valueOf(
                exchange.getRequestHeaders().getFirst("X-Snowflake-Authorization-Token-Type"));
    }

    private static String bearer(HttpExchange exchange) {
        String header = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
        return header.startsWith("Bearer ") ? header.substring(7) : "";
    }

    private static boolean isSigned(String jwt, PublicKey key, String account, String user) {
        try {
            String[] parts = jwt.split("\\.", -1);
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initVerify(key);
            signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
            JsonNode claims = HttpReply.JSON.readTree(Base64.getUrlDecoder().decode(parts[1]));
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(key.getEncoded());
            String subject = account + "." + user;
            long now = Instant.now().getEpochSecond();
            return signature.verify(Base64.getUrlDecoder().decode(parts[2]))
                    && claims.path("sub").asString("").equals(subject)
                    && claims.path("iss")
                            .asString("")
                            .equals(
                                    subject
                                            + ".SHA256:"
                                            + Base64.getEncoder().encodeToString(digest))
                    && claims.path("exp").asLong() > now
                    && claims.path("exp").asLong() - claims.path("iat").asLong() <= 3_600;
        } catch (GeneralSecurityException | RuntimeException e) {
            return false;
        }
    }

    private void statement(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        if (!welcome.test(exchange)) {
            refusals.add(exchange.getRequestURI().getPath());
            // A service's text may quote what it was given; ours does, so that tests can search.
            send(exchange, 401, "{\"code\":\"390144\",\"message\":\"" + bearer(exchange) + "\"}");
            return;
        }
        String path = exchange.getRequestURI().getPath().substring("/api/v2/statements".length());
        if (path.isEmpty()) {
            submit(exchange, HttpReply.JSON.readTree(body));
        } else if (path.endsWith("/cancel")) {
            cancelled.add(path.substring(1, path.length() - "/cancel".length()));
            send(exchange, 200, "{\"code\":\"000604\"}");
        } else {
            fetch(exchange, path.substring(1));
        }
    }

    private void submit(HttpExchange exchange, JsonNode request) throws IOException {
        requests.add(request);
        String handle = "01b2-" + requests.size();
        Reply reply = script.answer(request.path("statement").asString(""));
        running.put(handle, reply);
        send(exchange, 202, "{\"code\":\"333334\",\"statementHandle\":\"" + handle + "\"}");
    }

    private void fetch(HttpExchange exchange, String handle) throws IOException {
        Reply reply = running.get(handle);
        if (reply == null) {
            send(exchange, 404, "{}");
            return;
        }
        String query = exchange.getRequestURI().getQuery();
        if (query != null && query.startsWith("partition=")) {
            int partition = Integer.parseInt(query.substring("partition=".length()));
            compressed(exchange, "{\"data\":" + reply.partitions().get(partition - 1) + "}");
            return;
        }
        if (reply.polls() > 0) {
            running.put(handle, reply.afterPolls(reply.polls() - 1));
            send(exchange, 202, "{\"code\":\"333334\",\"statementHandle\":\"" + handle + "\"}");
            return;
        }
        send(exchange, reply.status(), reply.body());
    }

    private void token(HttpExchange exchange) throws IOException {
        String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String expected =
                "Basic "
                        + Base64.getEncoder()
                                .encodeToString(
                                        (CLIENT_ID + ":" + CLIENT_SECRET)
                                                .getBytes(StandardCharsets.UTF_8));
        boolean known =
                expected.equals(exchange.getRequestHeaders().getFirst("Authorization"))
                        && (form.contains("grant_type=client_credentials")
                                || form.contains("refresh_token=marker-refresh-8"));
        if (!known) {
            send(exchange, 400, "{\"error\":\"invalid_grant\",\"error_description\":\"marker-x\"}");
            return;
        }
        send(
                exchange,
                200,
                "{\"access_token\":\"marker-access-%d\",\"token_type\":\"Bearer\",\"expires_in\":600}"
                        .formatted(tokens.incrementAndGet()));
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static void compressed(HttpExchange exchange, @Nullable String body)
            throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(String.valueOf(body).getBytes(StandardCharsets.UTF_8));
        }
        exchange.getResponseHeaders().set("Content-Encoding", "gzip");
        exchange.sendResponseHeaders(200, bytes.size());
        bytes.writeTo(exchange.getResponseBody());
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
