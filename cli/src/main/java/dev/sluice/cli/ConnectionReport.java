package dev.sluice.cli;

import tools.jackson.databind.JsonNode;

/** What a test of a connection found out, and what to do about it. */
final class ConnectionReport {
    private ConnectionReport() {}

    static void print(Shell shell, JsonNode connection) {
        JsonNode probe = connection.path("probe");
        if (probe.path("version").isString()) {
            shell.out().println(Printer.visible(summary(probe)));
        }
        if (connection.path("dialect").isNull()) {
            shell.err()
                    .println(
                            "Its SQL dialect is not enabled yet: it can be connected and tested,"
                                    + " not asked.");
        }
        for (JsonNode finding : connection.path("findings").values()) {
            shell.err().println(Printer.visible("Warning: " + message(finding)));
            for (JsonNode fix : finding.path("fix").values()) {
                shell.err().println(Printer.visible("    " + Printer.text(fix)));
            }
        }
    }

    /** What was found, and that an owner accepted it. */
    static String message(JsonNode finding) {
        String accepted =
                finding.path("accepted").asBoolean(false) ? " An owner accepted this." : "";
        return finding.path("message").asString("") + accepted;
    }

    private static String summary(JsonNode probe) {
        StringBuilder text = new StringBuilder("Server version ");
        text.append(probe.path("version").asString(""));
        if (probe.path("read_only_replica").asBoolean(false)) {
            text.append(", a read-only replica");
        }
        text.append(", ").append(Printer.text(probe.path("tables"))).append(" readable tables.");
        String address = probe.path("client_address").asString("");
        if (!address.isEmpty()) {
            text.append(" It sees us come from ").append(address).append('.');
        }
        return text.toString();
    }
}
