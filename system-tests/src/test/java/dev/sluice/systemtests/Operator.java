package dev.sluice.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Who has a server process, a client of it, and a PostgreSQL with a table {@code public.items}, to
 * be connected as {@code shop}.
 *
 * @param home what the command line of this person keeps
 * @param way where the command line finds the server, null for where it is
 */
record Operator(Path home, String clientId, String clientSecret, @Nullable String way) {
    private static final JsonMapper JSON = new JsonMapper();

    /** Makes the client, which may query and administer. */
    static Operator create(Path dataDir, Map<String, String> environment) throws Exception {
        Path output = dataDir.resolveSibling("client.json");
        Process process =
                ServerProcess.command(
                        output,
                        environment,
                        "admin",
                        "create-client",
                        "--data-dir",
                        dataDir.toString(),
                        "--name",
                        "operator",
                        "--scopes",
                        "query,admin",
                        "--json");
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        JsonNode client = JSON.readTree(Files.readString(output));
        return new Operator(
                dataDir.getParent(),
                client.path("client_id").asString(),
                client.path("client_secret").asString(),
                null);
    }

    /** The same, with a command line that goes to the server by this address. */
    Operator by(String address) {
        return new Operator(home, clientId, clientSecret, address);
    }

    String token(ServerProcess server, String scope) throws Exception {
        String basic =
                Base64.getEncoder()
                        .encodeToString(
                                (clientId + ":" + clientSecret)
                                        .getBytes(StandardCharsets.US_ASCII));
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(server.url() + "/oauth2/token"))
                        .header("Authorization", "Basic " + basic)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(
                                HttpRequest.BodyPublishers.ofString(
                                        "grant_type=client_credentials&scope=" + scope))
                        .build();
        return JSON.readTree(send(request).body()).path("access_token").asString();
    }

    /** A request to the JSON API. */
    HttpResponse<String> api(
            ServerProcess server, String method, String path, String type, String body)
            throws Exception {
        return send(
                HttpRequest.newBuilder(URI.create(server.url() + path))
                        .header("Authorization", "Bearer " + token(server, "admin"))
                        .header("Content-Type", type)
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build());
    }

    /** The command line, as this client. */
    Cli.Ran command(ServerProcess server, String input, String... arguments) throws Exception {
        String url = way == null ? server.url() : way;
        return new Cli(home, Map.of("SLUICE_URL", url, "SLUICE_TOKEN", token(server, "admin")))
                .runWith(input, arguments);
    }

    /** {@code sluice db connect shop}, as the database's role {@code agent}. */
    Cli.Ran tryToConnect(
            ServerProcess server, int port, String database, String password, String mode)
            throws Exception {
        return command(
                server,
                password,
                "db",
                "connect",
                "shop",
                "--host",
                "127.0.0.1",
                "--port",
                Integer.toString(port),
                "--database",
                database,
                "--user",
                "agent",
                "--mode",
                mode,
                "--password-stdin");
    }

    void connect(ServerProcess server, int port, String password, String mode) throws Exception {
        Cli.Ran connected = tryToConnect(server, port, "postgres", password, mode);
        assertThat(connected.exit()).as(connected.toString()).isZero();
    }

    /** Lets this client read {@code public.items}. */
    void applyPolicy(ServerProcess server) throws Exception {
        HttpResponse<String> answer =
                api(
                        server,
                        "PUT",
                        "/api/v1/policy",
                        "application/yaml",
                        """
                        version: 1
                        sources:
                          shop:
                            dialect: postgresql
                            default_schema: public
                            tables:
                              public.items: { exposed_columns: [id, name] }
                        roles:
                          all: { sources: { shop: { tables: [public.items] } }, tools: [run] }
                        bindings:
                          - { role: all, users: [%s] }
                        """
                                .formatted(clientId));
        assertThat(answer.statusCode()).as(answer.body()).isLessThan(300);
    }

    /** The answer to a query over the connection. */
    JsonNode ask(ServerProcess server) throws Exception {
        try (McpCaller caller =
                new McpCaller(URI.create(server.url() + "/api/mcp"), token(server, "query"))) {
            return caller.structured("SELECT id, name FROM items WHERE id < 5");
        }
    }

    private static HttpResponse<String> send(HttpRequest request)
            throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        }
    }
}
