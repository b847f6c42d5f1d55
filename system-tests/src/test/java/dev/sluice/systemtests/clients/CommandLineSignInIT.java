package dev.sluice.systemtests.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.systemtests.McpCaller;
import dev.sluice.systemtests.mcp.ProductServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The command line as processes, the product as its server, and the machine's own keyring. */
class CommandLineSignInIT {
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir private Path home;

    private KeyringSession keyring;
    private ProductServer product;
    private Person ana;

    @BeforeEach
    void start() {
        keyring = KeyringSession.below(home);
        product = new ProductServer();
        ana = Person.inTheShop(product, "ana@example.org");
    }

    @AfterEach
    void stop() {
        if (keyring != null) {
            keyring.close();
        }
        if (product != null) {
            product.close();
        }
        if (ana != null) {
            ana.close();
        }
    }

    private RunningProgram sluice(String... arguments) {
        return java("dev.sluice.cli.Main", arguments);
    }

    private RunningProgram java(String main, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(
                List.of(
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "-Duser.home=" + home,
                        "-cp",
                        System.getProperty("java.class.path"),
                        main));
        command.addAll(List.of(arguments));
        Map<String, String> environment = new HashMap<>(keyring.environment());
        environment.put("SLUICE_URL", product.url());
        return RunningProgram.start(command, environment);
    }

    /** What it says on standard output until it ends well. */
    private String said(String... arguments) {
        return saidBy(sluice(arguments));
    }

    private static String saidBy(RunningProgram started) {
        try (RunningProgram program = started) {
            assertThat(program.end()).as(program.toString()).isZero();
            return program.output().strip();
        }
    }

    @Test
    void signsAPersonInAsksForThemAndSignsThemOutEverywhere() throws Exception {
        signIn();
        assertThat(said("whoami")).contains("ana@example.org");
        String access = said("token");
        assertThat(everyFile()).doesNotContain(access);
        try (McpCaller caller = new McpCaller(product.mcp(), access)) {
            assertThat(caller.run("SELECT count(*) AS n FROM orders").statusCode()).isEqualTo(200);
            assertThat(toolsOverStdio()).contains("run", "describe");

            String refresh = keptRefreshToken(access);
            said("logout");
            assertThat(caller.listTools().statusCode()).isEqualTo(401);
            HttpResponse<String> refused = renewed(refresh);
            assertThat(refused.statusCode()).isEqualTo(400);
            assertThat(JSON.readTree(refused.body()).path("error").asString())
                    .isEqualTo("invalid_grant");
        }
        try (RunningProgram program = sluice("token")) {
            assertThat(program.end()).isNotZero();
            assertThat(program.errors()).contains("Not signed in");
        }
    }

    private void signIn() {
        try (RunningProgram login = sluice("login", "--no-browser")) {
            String address = login.says("Open +(" + product.url() + "/device)");
            String code = login.says("confirm the code +([A-Z-]+)");
            assertThat(ana.letIn(address, code)).contains("The device is in");
            assertThat(login.end()).as(login.toString()).isZero();
            assertThat(login.errors())
                    .contains("Signed in to " + product.url() + " as ana@example.org")
                    .contains("query", "admin");
        }
    }

    private List<String> toolsOverStdio() {
        try (RunningProgram bridge = sluice("mcp")) {
            bridge.hear(
                    """
                    {"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":\
                    "2025-11-25","capabilities":{},"clientInfo":{"name":"t","version":"1"}}}\
                    """);
            bridge.says("(\"serverInfo\".*)");
            bridge.hear("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}");
            bridge.hear("{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"tools/list\"}");
            JsonNode answer = JSON.readTree(bridge.says("(?m)^(\\{(?=.*\"id\":2[,}]).*\\})"));
            assertThat(bridge.end()).as(bridge.toString()).isZero();
            return answer.at("/result/tools")
                    .valueStream()
                    .map(tool -> tool.path("name").asString())
                    .toList();
        }
    }

    /** From the keyring itself, which keeps it beside the access token. */
    private String keptRefreshToken(String access) {
        JsonNode kept = JSON.readTree(saidBy(java(KeptText.class.getName(), product.url())));
        assertThat(kept.path("access_token").asString()).isEqualTo(access);
        return kept.path("refresh_token").asString();
    }

    private HttpResponse<String> renewed(String refreshToken) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(product.url() + "/oauth2/token"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(
                                HttpRequest.BodyPublishers.ofString(
                                        "grant_type=refresh_token&client_id=sluice-cli"
                                                + "&refresh_token="
                                                + refreshToken))
                        .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        }
    }

    /** All bytes of all files of the person's home, as text. */
    private String everyFile() throws IOException {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                all.append(Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        return all.toString();
    }
}
