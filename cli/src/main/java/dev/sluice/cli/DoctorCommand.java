package dev.sluice.cli;

import dev.sluice.cli.client.AdminApi;
import dev.sluice.cli.client.CommandFailure;
import dev.sluice.cli.client.Json;
import dev.sluice.core.ReasonCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
        name = "doctor",
        description = "Check everything from here to the databases, and say what to do.",
        footer = {
            "",
            "Exits with 1 when a check fails; a warning alone is not a failure.",
            "",
            "Example:",
            "  sluice doctor --json"
        })
final class DoctorCommand extends DataCommand {
    private static final int JAVA_FEATURE_MIN = 25;

    enum Result {
        OK,
        WARN,
        FAIL
    }

    /** One thing that was looked at. */
    record Check(String name, Result result, String message, String advice) {}

    private final List<Check> checks = new ArrayList<>();

    DoctorCommand(Shell shell) {
        super(shell);
    }

    @Override
    public Integer call() {
        java();
        Optional<Shell.Server> server = settings();
        if (server.isPresent() && reachable(server.get())) {
            ready(server.get());
            if (signedIn(server.get())) {
                lookWith(server.get().admin());
            }
        }
        boolean failed = checks.stream().anyMatch(check -> check.result() == Result.FAIL);
        if (json()) {
            Printer.json(shell().out(), asJson(failed));
        } else {
            checks.forEach(this::print);
        }
        return failed ? FAILED : DONE;
    }

    /** A token that is refused here is refused everywhere. */
    private void lookWith(AdminApi admin) {
        if (known(admin)) {
            connections(admin);
            policy(admin);
        }
    }

    private void java() {
        int feature = Runtime.version().feature();
        if (feature >= JAVA_FEATURE_MIN) {
            ok("java", "Java " + Runtime.version());
        } else {
            fail("java", "Java " + feature + " is too old.", "Install a JDK 25 or newer.");
        }
    }

    private Optional<Shell.Server> settings() {
        try {
            Shell.Server server = shell().server();
            ok("settings", "The server is " + server.settings().server() + ".");
            return Optional.of(server);
        } catch (CommandFailure e) {
            fail("settings", said(e), "Correct the environment variable.");
            return Optional.empty();
        }
    }

    private boolean reachable(Shell.Server server) {
        try {
            int status = server.admin().probe("/livez");
            if (status == 200) {
                ok("server", "The server answers.");
                return true;
            }
            fail(
                    "server",
                    "/livez answers with HTTP " + status + ".",
                    "Is this address a Sluice server? Check SLUICE_URL.");
        } catch (CommandFailure e) {
            fail("server", said(e), "Start it with 'sluice up', or set SLUICE_URL.");
        }
        return false;
    }

    private void ready(Shell.Server server) {
        try {
            int status = server.admin().probe("/readyz");
            if (status == 200) {
                ok("ready", "The server is ready for requests.");
            } else {
                fail(
                        "ready",
                        "/readyz answers with HTTP " + status + ".",
                        "Wait a moment; if it stays, look into the server's log.");
            }
        } catch (CommandFailure e) {
            fail("ready", said(e), "Look into the server's log.");
        }
    }

    private boolean signedIn(Shell.Server server) {
        try {
            server.tokens().token(AdminApi.QUERY);
            ok("token", "There is a token.");
            return true;
        } catch (CommandFailure e) {
            if (!e.code().equals(ReasonCode.INSUFFICIENT_SCOPE.name())) {
                fail(
                        "token",
                        said(e),
                        "Set SLUICE_TOKEN, or SLUICE_CLIENT_ID and SLUICE_CLIENT_SECRET_FILE.");
                return false;
            }
            warn("token", said(e), "Give the client the scope 'query' if it should ask questions.");
            return true;
        }
    }

    private boolean known(AdminApi admin) {
        try {
            JsonNode who = admin.whoami();
            ok("whoami", "You are " + Printer.text(who.path("user")) + ".");
            return true;
        } catch (CommandFailure e) {
            if (e.code().equals(ReasonCode.INSUFFICIENT_SCOPE.name())) {
                notSeen("whoami", e);
                return true;
            }
            boolean refused = e.code().equals(ReasonCode.UNAUTHENTICATED.name());
            fail(
                    "whoami",
                    said(e),
                    refused
                            ? "The token was refused: get a new one."
                            : "Look into the server's log.");
            return false;
        }
    }

    private void connections(AdminApi admin) {
        JsonNode listed;
        try {
            listed = admin.get(DbCommands.PATH).path("connections");
        } catch (CommandFailure e) {
            notSeen("connections", e);
            return;
        }
        if (listed.isEmpty()) {
            warn("connections", "There is no database.", "Add one with 'sluice db connect'.");
        }
        for (JsonNode connection : listed.values()) {
            connection(admin, connection.path("name").asString(""));
        }
    }

    private void connection(AdminApi admin, String name) {
        String check = "connection " + name;
        try {
            JsonNode answer = admin.post(DbCommands.path(name) + "/test", Optional.empty());
            JsonNode findings = answer.path("findings");
            if (findings.isEmpty()) {
                ok(check, "The database answers and the user may only read." + seen(answer));
            }
            for (JsonNode finding : findings.values()) {
                warn(check, ConnectionReport.message(finding), fix(finding));
            }
        } catch (CommandFailure e) {
            String fix = e.error().path("details").path("fix").asString("");
            fail(
                    check,
                    said(e),
                    fix.isEmpty()
                            ? "Is the database up? 'sluice db test " + name + "' tries again."
                            : fix);
        }
    }

    /** Where the database sees us, and whether it takes writes at all. */
    private static String seen(JsonNode answer) {
        JsonNode probe = answer.path("probe");
        String address = probe.path("client_address").asString("");
        String replica =
                probe.path("read_only_replica").asBoolean(false)
                        ? " It is a read-only replica."
                        : "";
        return (address.isEmpty() ? "" : " It sees us come from " + address + ".") + replica;
    }

    private static String fix(JsonNode finding) {
        List<String> lines = new ArrayList<>();
        finding.path("fix").forEach(line -> lines.add(Printer.text(line)));
        return String.join("\n", lines);
    }

    private void policy(AdminApi admin) {
        try {
            JsonNode policy = admin.get("/api/v1/policy");
            if (policy.path("yaml").isString()) {
                ok("policy", "Version " + Printer.text(policy.path("version")) + " is in force.");
                return;
            }
        } catch (CommandFailure e) {
            if (!e.code().equals(ReasonCode.NOT_FOUND.name())) {
                notSeen("policy", e);
                return;
            }
        }
        warn(
                "policy",
                "No policy was applied: nobody sees anything.",
                "Write one and run 'sluice policy apply -f FILE'.");
    }

    /** An analyst's token may not look; that is no defect. */
    private void notSeen(String check, CommandFailure e) {
        if (e.code().equals(ReasonCode.INSUFFICIENT_SCOPE.name())) {
            warn(check, "Not checked: " + said(e), "Ask an administrator to run 'sluice doctor'.");
        } else {
            fail(check, said(e), "Look into the server's log.");
        }
    }

    private static String said(CommandFailure e) {
        return Optional.ofNullable(e.getMessage()).orElse(e.code());
    }

    private void ok(String name, String message) {
        checks.add(new Check(name, Result.OK, message, ""));
    }

    private void warn(String name, String message, String advice) {
        checks.add(new Check(name, Result.WARN, message, advice));
    }

    private void fail(String name, String message, String advice) {
        checks.add(new Check(name, Result.FAIL, message, advice));
    }

    private void print(Check check) {
        String mark =
                switch (check.result()) {
                    case OK -> coloured("32", "ok  ");
                    case WARN -> coloured("33", "warn");
                    case FAIL -> coloured("31", "FAIL");
                };
        shell().out().println(mark + "  " + Printer.visible(check.name() + ": " + check.message()));
        if (!check.advice().isEmpty()) {
            check.advice()
                    .lines()
                    .forEach(line -> shell().out().println("      " + Printer.visible(line)));
        }
    }

    private String coloured(String colour, String text) {
        return shell().colours() ? "\u001b[" + colour + "m" + text + "\u001b[0m" : text;
    }

    private ObjectNode asJson(boolean failed) {
        ObjectNode report = Json.MAPPER.createObjectNode().put("ok", !failed);
        ArrayNode list = report.putArray("checks");
        for (Check check : checks) {
            list.addObject()
                    .put("check", check.name())
                    .put("result", check.result().name().toLowerCase(Locale.ROOT))
                    .put("message", check.message())
                    .put("advice", check.advice());
        }
        return report;
    }
}
