package dev.sluice.cli;

import dev.sluice.cli.client.AdminApi;
import dev.sluice.cli.client.Json;
import dev.sluice.core.NamedSecrets;
import dev.sluice.core.Secret;
import java.io.ByteArrayOutputStream;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;

@Command(
        name = "connect",
        sortOptions = false,
        description = "Add a database; asks for what is not given when a person sits there.",
        footer = {
            "",
            "Use a dedicated user that may only read: --print-setup-sql prints the SQL for it.",
            "The password is read from standard input or asked for, never taken as an argument.",
            "It leaves this machine sealed to the server's key (sluice server-key).",
            "",
            "Examples:",
            "  sluice db connect --print-setup-sql --database shop --schema shop",
            "  sluice db connect",
            "  sluice db connect shop --host db.example.org --database shop --user sluice \\",
            "      --tls verify-full --password-stdin < password.txt"
        })
final class ConnectCommand extends DataCommand {
    static final int PASSWORD_BYTES_MAX = 4_096;

    static final int CA_BYTES_MAX = 512 * 1024;

    @Parameters(
            arity = "0..1",
            paramLabel = "NAME",
            description = "The source's name in the policy; default: the database's name.")
    private @Nullable String name;

    @Option(
            names = "--type",
            paramLabel = "TYPE",
            description = "The kind of database: postgresql (default).")
    private String type = "postgresql";

    @Option(names = "--host", paramLabel = "HOST", description = "Host name or address.")
    private @Nullable String host;

    @Option(names = "--port", paramLabel = "PORT", description = "Default: 5432.")
    private @Nullable Integer port;

    @Option(names = "--database", paramLabel = "NAME", description = "The database's name.")
    private @Nullable String database;

    @Option(names = "--user", paramLabel = "NAME", description = "The dedicated database user.")
    private @Nullable String user;

    @Option(
            names = "--password-stdin",
            description = "Read the password from standard input, up to its end.")
    private boolean passwordStdin;

    @Option(
            names = "--tls",
            paramLabel = "MODE",
            description =
                    "disable, prefer, require, verify-ca or verify-full; default: verify-full,"
                            + " and prefer for a database on this machine.")
    private @Nullable String tls;

    @Option(
            names = "--ca",
            paramLabel = "FILE",
            description = "The certificates (PEM) that may sign the server's; default: Java's own.")
    private @Nullable Path ca;

    @Option(
            names = "--mode",
            paramLabel = "MODE",
            description =
                    "single-use (default), pooled or fresh: how long a database session lives.")
    private @Nullable String mode;

    @Option(
            names = "--schema",
            paramLabel = "NAME",
            description = "For --print-setup-sql: a schema to grant, repeatable; default: public.")
    private List<String> schemas = new ArrayList<>();

    @Option(
            names = "--print-setup-sql",
            description = "Print the SQL that makes the read-only user, and stop.")
    private boolean printSetupSql;

    ConnectCommand(Shell shell) {
        super(shell);
    }

    @Override
    public Integer call() throws IOException {
        if (!type.equals("postgresql")) {
            throw wrongUsage("--type: only postgresql is available in this version.");
        }
        if (printSetupSql) {
            shell().out().print(setupSql().text());
            shell().out().flush();
            return DONE;
        }
        host = required(host, "--host", "Host");
        database = required(database, "--database", "Database");
        user = required(user, "--user", "User");
        JsonNode connection;
        try (NamedSecrets secrets = new NamedSecrets(Map.of("password", password()))) {
            connection = send(secrets);
        }
        if (json()) {
            Printer.json(shell().out(), connection);
        } else {
            shell().out().println(Printer.visible("Connected '" + name() + "'."));
            DbCommands.probe(shell(), connection.path("probe"));
            shell().err().println("Nobody sees anything of it until a policy says so.");
        }
        return DONE;
    }

    private JsonNode send(NamedSecrets secrets) throws IOException {
        Shell.Server server = shell().server();
        String credentials = shell().sealing(server).seal(name(), secrets);
        return server.admin()
                .post(DbCommands.PATH, Optional.of(AdminApi.Body.json(body(credentials))));
    }

    private SetupSql setupSql() {
        return new SetupSql(
                Optional.ofNullable(database).orElse("DATABASE"),
                Optional.ofNullable(user).orElse("sluice"),
                schemas.isEmpty() ? List.of("public") : schemas);
    }

    private String name() {
        return Optional.ofNullable(name).or(() -> Optional.ofNullable(database)).orElse("");
    }

    private String required(@Nullable String given, String option, String question) {
        if (given != null) {
            return given;
        }
        Console terminal =
                shell().terminal()
                        .orElseThrow(() ->
                                wrongUsage(
                                        option
                                                + " is missing, and there is no terminal to"
                                                + " ask on."));
        String answer = terminal.readLine("%s: ", question);
        if (answer == null || answer.isBlank()) {
            throw wrongUsage(option + " is missing.");
        }
        return answer.strip();
    }

    private Secret password() throws IOException {
        if (passwordStdin) {
            return fromInput();
        }
        Console terminal =
                shell().terminal()
                        .orElseThrow(() ->
                                wrongUsage(
                                        "There is no terminal to ask for the password on;"
                                                + " use --password-stdin."));
        char[] typed = terminal.readPassword("Password of %s: ", user);
        if (typed == null || typed.length == 0) {
            throw wrongUsage("The password is empty.");
        }
        return Secret.takingOver(typed);
    }

    private Secret fromInput() throws IOException {
        byte[] read = shell().in().readNBytes(PASSWORD_BYTES_MAX + 1);
        int length = read.length;
        if (length > PASSWORD_BYTES_MAX) {
            Arrays.fill(read, (byte) 0);
            throw wrongUsage("The password is longer than " + PASSWORD_BYTES_MAX + " bytes.");
        }
        if (length > 0 && read[length - 1] == '\n') {
            length--;
        }
        if (length > 0 && read[length - 1] == '\r') {
            length--;
        }
        byte[] password = Arrays.copyOf(read, length);
        Arrays.fill(read, (byte) 0);
        if (length == 0) {
            throw wrongUsage("The password on standard input is empty.");
        }
        return Secret.takingOver(password);
    }

    private byte[] body(String credentials) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try (JsonGenerator json = Json.MAPPER.createGenerator(body)) {
            json.writeStartObject();
            json.writeStringProperty("name", name());
            json.writeStringProperty("type", type);
            json.writeStringProperty("host", host);
            json.writeStringProperty("database", database);
            json.writeStringProperty("user", user);
            json.writeStringProperty("credentials", credentials);
            optional(json);
            json.writeEndObject();
        }
        return body.toByteArray();
    }

    /** What is not given has the server's default. */
    private void optional(JsonGenerator json) throws IOException {
        if (port != null) {
            json.writeNumberProperty("port", port);
        }
        if (tls != null) {
            json.writeStringProperty("tls", tls);
        }
        if (ca != null) {
            json.writeStringProperty("ca", pem(ca));
        }
        if (mode != null) {
            json.writeStringProperty("mode", mode);
        }
    }

    private String pem(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw wrongUsage("--ca: there is no file '" + file + "'.");
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(CA_BYTES_MAX + 1);
            if (bytes.length > CA_BYTES_MAX) {
                throw wrongUsage("--ca: the file is larger than " + CA_BYTES_MAX + " bytes.");
            }
            return new String(bytes, StandardCharsets.US_ASCII);
        }
    }
}
