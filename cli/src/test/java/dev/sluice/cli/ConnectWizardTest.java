package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.cli.client.CommandFailure;
import dev.sluice.core.Secret;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;

/** {@code sluice db connect} with a person, who is written here. */
class ConnectWizardTest {
    private static final String KEY = "SHA256:abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQ";

    @TempDir private Path directory;
    private FakeServer server;
    private SealingServer sealing;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    /** Answers in order, and keeps what it was asked and told. */
    private static final class Person implements Questions {
        private final Deque<String> answers;
        private final List<String> heard = new ArrayList<>();

        Person(String... answers) {
            this.answers = new ArrayDeque<>(List.of(answers));
        }

        @Override
        public String ask(String question) {
            heard.add(question);
            return answers.isEmpty() ? "" : answers.removeFirst();
        }

        @Override
        public Optional<Secret> secret(String question) {
            heard.add(question);
            return answers.isEmpty()
                    ? Optional.empty()
                    : Optional.of(Secret.takingOver(answers.removeFirst().toCharArray()));
        }

        @Override
        public void say(String text) {
            heard.add(text);
        }
    }

    @BeforeEach
    void start() throws IOException {
        server = new FakeServer();
        sealing = SealingServer.of(server);
        server.on(
                "GET /api/v1/engines",
                200,
                """
                {"engines":[
                {"type":"postgresql","title":"PostgreSQL","default_port":5432,"network":true,
                 "experimental":false,"auth":["password"],"options":[]},
                {"type":"snowflake","title":"Snowflake","default_port":443,"network":true,
                 "experimental":true,"auth":["password","key-pair"],
                 "options":[{"name":"warehouse","description":"Warehouse","required":true}]},
                {"type":"duckdb","title":"DuckDB","default_port":0,"network":false,
                 "experimental":false,"auth":["none"],"options":[]}]}
                """);
        server.on("POST /api/v1/connections", 201, "{\"dialect\":\"postgresql\"}");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private int connect(Person person, String... arguments) throws IOException {
        Shell shell =
                new Shell(
                        Map.of(
                                "SLUICE_URL", server.url(),
                                "SLUICE_TOKEN", "t",
                                "XDG_CONFIG_HOME", directory.toString()),
                        new ByteArrayInputStream("typed\n".getBytes(StandardCharsets.UTF_8)),
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        Optional.empty(),
                        new FakeKeyring(),
                        _ -> {});
        ConnectCommand command = new ConnectCommand(shell);
        new CommandLine(command).parseArgs(arguments);
        return command.call(Optional.of(person));
    }

    private JsonNode sent() {
        return server.asked("POST /api/v1/connections").getLast().json();
    }

    @Test
    void asksForEverythingAndOffersTheDefaults() throws IOException {
        Person person =
                new Person("", "db.example.org", "", "shop", "", "", "", "", "the password");

        assertThat(connect(person)).isZero();
        JsonNode body = sent();
        assertThat(body.path("type").stringValue()).isEqualTo("postgresql");
        assertThat(body.path("port").intValue()).isEqualTo(5432);
        assertThat(body.path("user").stringValue()).isEqualTo("sluice");
        assertThat(body.path("tls").stringValue()).isEqualTo("verify-full");
        assertThat(body.path("name").stringValue()).isEqualTo("shop");
        assertThat(sealing.open(body, "password")).isEqualTo("the password");
        assertThat(person.heard)
                .contains("Kind of database [postgresql]", "Port [5432]", "TLS [verify-full]")
                .contains("  snowflake  Snowflake (experimental)", "Password of sluice");
    }

    @Test
    void asksOnlyForWhatIsMissing() throws IOException {
        Person person = new Person("y", "", "", "secret");

        connect(
                person,
                "--type",
                "postgresql",
                "--host",
                "localhost",
                "--port",
                "1",
                "--database",
                "d",
                "--user",
                "u");

        assertThat(person.heard)
                .containsExactly(
                        "Show how an administrator makes this user [y/N]",
                        "Press Enter when that is done",
                        "TLS [prefer]",
                        "Password of u");
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("CREATE ROLE \"u\" LOGIN")
                .contains("ON DATABASE \"d\"");
    }

    @Test
    void asksWhatTheEngineNeedsBesides() throws IOException {
        Path key = java.nio.file.Files.writeString(directory.resolve("k"), "-----BEGIN KEY\n");
        Person person =
                new Person(
                        "snowflake",
                        "acme.example",
                        "",
                        "DWH",
                        "WH1",
                        "key-pair",
                        "BOT",
                        "n",
                        "",
                        "",
                        key.toString());

        connect(person);

        JsonNode body = sent();
        assertThat(body.path("options").path("warehouse").stringValue()).isEqualTo("WH1");
        assertThat(body.path("auth").stringValue()).isEqualTo("key-pair");
        assertThat(sealing.open(body, "private_key")).isEqualTo("-----BEGIN KEY");
    }

    @Test
    void aFileNeedsNoHostAndNoSecret() throws IOException {
        connect(new Person("duckdb", "/data/shop.duckdb", "n"));

        assertThat(sent().propertyNames())
                .containsExactlyInAnyOrder("name", "type", "database", "auth");
    }

    @Test
    void showsAnUnknownSshHostsKeyAndPinsItWhenTold() throws IOException {
        server.on(
                "POST /api/v1/connections",
                (exchange, asked) -> {
                    boolean pinned = asked.json().path("ssh").path(0).path("host_key").isString();
                    FakeServer.reply(
                            exchange,
                            pinned ? 201 : 503,
                            "application/json",
                            pinned
                                    ? "{}"
                                    : "{\"error\":\"?\",\"code\":\"SOURCE_UNAVAILABLE\",\"details\":"
                                          + "{\"reason\":\"ssh_host_key_unknown\",\"hop\":1,"
                                          + "\"host_key\":\""
                                            + KEY
                                            + "\"}}");
                });
        String[] arguments = {
            "--type",
            "postgresql",
            "--host",
            "db",
            "--database",
            "d",
            "--user",
            "u",
            "--password-stdin",
            "--ssh",
            "me@jump:2222",
            "--ssh-key",
            "-"
        };
        Person refuses = new Person("n");
        assertThatThrownBy(() -> connect(refuses, arguments)).isInstanceOf(CommandFailure.class);
        Person agrees = new Person("y");

        connect(agrees, arguments);

        assertThat(agrees.heard.getFirst()).isEqualTo("The SSH server jump shows the key " + KEY);
        JsonNode hop = sent().path("ssh").path(0);
        assertThat(hop.path("host_key").stringValue()).isEqualTo(KEY);
        assertThat(hop.path("port").intValue()).isEqualTo(2222);
        assertThat(hop.path("auth").stringValue()).isEqualTo("agent");
    }

    @Test
    void aPowerfulRoleIsAcceptedOnlyByWhoSaysSo() throws IOException {
        server.on(
                "POST /api/v1/connections",
                (exchange, asked) -> {
                    boolean accepted = asked.json().path("accept").size() == 1;
                    FakeServer.reply(
                            exchange,
                            accepted ? 201 : 422,
                            "application/json",
                            accepted
                                    ? "{}"
                                    : "{\"error\":\"Too much.\",\"code\":\"ROLE_TOO_POWERFUL\","
                                            + "\"details\":{\"accept\":[\"writable\"],"
                                            + "\"powers\":[\"It writes.\"]}}");
                });
        String[] arguments = {"--host", "db", "--database", "d", "--user", "u", "--password-stdin"};
        assertThatThrownBy(() -> connect(new Person(""), arguments))
                .isInstanceOf(CommandFailure.class);
        Person owner = new Person("yes");

        connect(owner, arguments);

        assertThat(owner.heard).contains("Too much.", "  It writes.");
        assertThat(sent().path("accept").path(0).stringValue()).isEqualTo("writable");
    }

    @Test
    void whatCannotBeIsWrongUsage() {
        for (Person person :
                List.of(
                        new Person("oracle"),
                        new Person("postgresql", ""),
                        new Person("postgresql", "h", "many"),
                        new Person("snowflake", "h", "", "d", "w", "ntlm"))) {
            assertThatThrownBy(() -> connect(person))
                    .isInstanceOf(CommandLine.ParameterException.class);
        }
        assertThatThrownBy(() ->
                        connect(
                                new Person(),
                                "--host",
                                "h",
                                "--database",
                                "d",
                                "--password-stdin",
                                "--ssh",
                                "no user"))
                .isInstanceOf(CommandLine.ParameterException.class)
                .hasMessageContaining("--ssh is USER@HOST");
    }
}
