package dev.sluice.systemtests.browser;

import com.sun.net.httpserver.HttpServer;
import dev.sluice.systemtests.Site;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A program on the person's own machine, unknown to the server before it registers: it opens the
 * person's browser and waits for the answer on a loopback port (RFC 8252 section 7.3).
 */
final class Program implements AutoCloseable {
    static final String STATE = "a state with = and &";
    static final String GOT_IT = "The program has its answer";

    private static final String VERIFIER = "a-verifier-of-forty-three-characters-or-more";
    private static final JsonMapper JSON = new JsonMapper();

    private final Site site;
    private final HttpClient http = HttpClient.newHttpClient();
    private final HttpServer waiting;
    private final BlockingQueue<Map<String, String>> answers = new LinkedBlockingQueue<>();
    private final String redirect;
    private final String id;

    Program(Site site, String name) {
        this.site = site;
        try {
            waiting =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        waiting.createContext(
                "/callback",
                exchange -> {
                    byte[] page =
                            ("<title>Done</title><h1>" + GOT_IT + "</h1>")
                                    .getBytes(StandardCharsets.UTF_8);
                    exchange.getResponseHeaders().set("Content-Type", "text/html");
                    exchange.sendResponseHeaders(200, page.length);
                    exchange.getResponseBody().write(page);
                    exchange.close();
                    answers.add(parameters(exchange.getRequestURI().getRawQuery()));
                });
        waiting.start();
        redirect = "http://127.0.0.1:" + waiting.getAddress().getPort() + "/callback";
        id = register(name);
    }

    private String register(String name) {
        String metadata =
                JSON.writeValueAsString(
                        Map.of("client_name", name, "redirect_uris", List.of(redirect)));
        return json(post("/oauth2/register", "application/json", metadata), 201)
                .path("client_id")
                .asString();
    }

    String redirect() {
        return redirect;
    }

    /** What it opens in the browser. */
    String authorization(String scope) {
        return site.at("/oauth2/authorize?")
                + form(
                        Map.of(
                                "response_type", "code",
                                "client_id", id,
                                "redirect_uri", redirect,
                                "scope", scope,
                                "state", STATE,
                                "code_challenge", challenge(),
                                "code_challenge_method", "S256"));
    }

    /** The parameters that came back, or null while none did. */
    @Nullable Map<String, String> answer() {
        return answers.poll();
    }

    /** The tokens for a code. */
    JsonNode redeem(String code) {
        return json(
                post(
                        "/oauth2/token",
                        "application/x-www-form-urlencoded",
                        form(
                                Map.of(
                                        "grant_type", "authorization_code",
                                        "client_id", id,
                                        "code", code,
                                        "redirect_uri", redirect,
                                        "code_verifier", VERIFIER))),
                200);
    }

    /** Asks for a code as a device does, by the command line's name. */
    JsonNode askAsDevice() {
        return json(
                post(
                        "/oauth2/device_authorization",
                        "application/x-www-form-urlencoded",
                        "client_id=sluice-cli&scope=query"),
                200);
    }

    /** What the device hears when it asks again. */
    JsonNode poll(String deviceCode) {
        return JSON.readTree(
                post(
                                "/oauth2/token",
                                "application/x-www-form-urlencoded",
                                form(
                                        Map.of(
                                                "grant_type",
                                                "urn:ietf:params:oauth:grant-type:device_code",
                                                "client_id",
                                                "sluice-cli",
                                                "device_code",
                                                deviceCode)))
                        .body());
    }

    private HttpResponse<String> post(String path, String type, String body) {
        try {
            return http.send(
                    HttpRequest.newBuilder(URI.create(site.at(path)))
                            .header("Content-Type", type)
                            .POST(HttpRequest.BodyPublishers.ofString(body))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode json(HttpResponse<String> answer, int status) {
        if (answer.statusCode() != status) {
            throw new AssertionError(answer.statusCode() + " " + answer.body());
        }
        return JSON.readTree(answer.body());
    }

    private static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(it ->
                        it.getKey()
                                + "="
                                + URLEncoder.encode(it.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    private static Map<String, String> parameters(@Nullable String query) {
        Map<String, String> parameters = new HashMap<>();
        for (String pair : (query == null ? "" : query).split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                parameters.put(
                        pair.substring(0, equals),
                        URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
            }
        }
        return parameters;
    }

    private static String challenge() {
        try {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(VERIFIER.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        waiting.stop(0);
        http.shutdownNow();
    }
}
