package dev.sluice.systemtests.mcp;

import dev.sluice.server.command.DemoServer;
import dev.sluice.server.config.Setting;
import dev.sluice.server.identity.Clients;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** The whole product with the sample shop, and a token for its agent. */
public final class ProductServer implements AutoCloseable {
    private final DemoServer demo;
    private final Clients.Created operator;
    private final String token;

    /** On any free port. */
    public ProductServer() {
        this(null, Map.of());
    }

    /**
     * With settings of its own.
     *
     * @param port null for any free one
     */
    public ProductServer(@Nullable Integer port, Map<Setting, String> settings) {
        demo = DemoServer.start(port, settings);
        operator =
                demo.server()
                        .deployment()
                        .identity()
                        .clients()
                        .create(demo.tenant().id(), "operator", Set.of("admin", "query"));
        token = newToken("query");
    }

    /** For the tests of the protocol. */
    RunningServer running() {
        return new RunningServer(
                mcp(),
                token,
                new RunningServer.Use(
                        "run", "{\"sql\":\"SELECT count(*) AS n FROM orders WHERE total > 100\"}"),
                new RunningServer.Use("run", "{\"sql\":\"SELECT email FROM customers\"}"),
                "COLUMN_NOT_ALLOW_LISTED");
    }

    /** Its parts. */
    public DemoServer demo() {
        return demo;
    }

    public String url() {
        return demo.server().url().issuer();
    }

    public URI mcp() {
        return URI.create(url() + "/api/mcp");
    }

    public String clientId() {
        return demo.agent().client().id();
    }

    public String clientSecret() {
        return new String(demo.agent().secret().reveal(), StandardCharsets.US_ASCII);
    }

    /**
     * A fresh access token: the agent's for {@code query}, the operator's where {@code admin} is in
     * it.
     */
    public String newToken(String scope) {
        Clients.Created client = scope.contains("admin") ? operator : demo.agent();
        try (HttpClient http = HttpClient.newHttpClient()) {
            String credentials =
                    client.client().id()
                            + ":"
                            + new String(client.secret().reveal(), StandardCharsets.US_ASCII);
            HttpResponse<String> answer =
                    http.send(
                            HttpRequest.newBuilder(URI.create(url() + "/oauth2/token"))
                                    .header(
                                            "Authorization",
                                            "Basic "
                                                    + Base64.getEncoder()
                                                            .encodeToString(
                                                                    credentials.getBytes(
                                                                            StandardCharsets
                                                                                    .US_ASCII)))
                                    .header("Content-Type", "application/x-www-form-urlencoded")
                                    .POST(
                                            HttpRequest.BodyPublishers.ofString(
                                                    "grant_type=client_credentials&scope="
                                                            + scope.replace(' ', '+')))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            return new JsonMapper().readTree(answer.body()).path("access_token").asString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Lets somebody ask what the agent may, by the name that policies know them by. */
    public void letAsk(String user) {
        String agent = "users: [" + clientId();
        String policy = new JsonMapper().readTree(policy("GET", "")).path("yaml").asString();
        if (!policy.contains(agent)) {
            throw new IllegalStateException(policy);
        }
        policy("PUT", policy.replace(agent, agent + ", " + user));
    }

    /** Lets people in a group ask what the agent may. */
    public void letGroupAsk(String group) {
        String agent = "users: [" + clientId();
        String policy = new JsonMapper().readTree(policy("GET", "")).path("yaml").asString();
        if (!policy.contains(agent)) {
            throw new IllegalStateException(policy);
        }
        policy("PUT", policy.replace(agent, "groups: [" + group + "], " + agent));
    }

    private String policy(String method, String body) {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(url() + "/api/v1/policy"))
                        .header("Authorization", "Bearer " + newToken("admin"))
                        .header("Content-Type", "application/yaml")
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IllegalStateException(answer.body());
            }
            return answer.body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        demo.close();
    }
}
