package dev.sluice.cli;

import dev.sluice.cli.client.AdminApi;
import dev.sluice.cli.client.Json;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "token",
        description = "Print a short-lived access token for scripts.",
        footer = {
            "",
            "The token goes to standard output; treat it as a password.",
            "",
            "Example:",
            "  curl -H \"Authorization: Bearer $(sluice token)\" ..."
        })
final class TokenCommand extends DataCommand {
    @Option(
            names = "--scope",
            paramLabel = "SCOPE",
            defaultValue = AdminApi.QUERY,
            description = "query or admin; default: ${DEFAULT-VALUE}.")
    private String scope = AdminApi.QUERY;

    TokenCommand(Shell shell) {
        super(shell);
    }

    @Override
    public Integer call() {
        if (!List.of(AdminApi.QUERY, AdminApi.ADMIN).contains(scope)) {
            throw wrongUsage("--scope is query or admin.");
        }
        String token = shell().server().tokens().token(scope);
        if (json()) {
            Printer.json(
                    shell().out(),
                    Json.MAPPER
                            .createObjectNode()
                            .put("access_token", token)
                            .put("token_type", "Bearer"));
        } else {
            shell().out().println(token);
        }
        return DONE;
    }
}
