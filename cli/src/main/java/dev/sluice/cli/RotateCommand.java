package dev.sluice.cli;

import dev.sluice.cli.client.AdminApi;
import dev.sluice.core.NamedSecrets;
import java.io.IOException;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
        name = "rotate",
        sortOptions = false,
        description = "Replace a connection's password or key; the new one is tried first.",
        footer = {
            "",
            "First give the user a new credential in the database: sluice db connect",
            "--print-rotate-sql prints how. The old one is gone from the store at once, and open",
            "sessions that used it are closed.",
            "",
            "Examples:",
            "  sluice db rotate shop --password-stdin < password.txt",
            "  sluice db rotate dwh --private-key key.p8"
        })
final class RotateCommand extends DataCommand {
    @Parameters(paramLabel = "NAME", description = "The connection.")
    private String name = "";

    @Mixin private SecretOptions secretOptions = new SecretOptions();

    RotateCommand(Shell shell) {
        super(shell);
    }

    @Override
    public Integer call() throws IOException {
        try (GivenSecrets secrets = new SecretSources(this).read(secretOptions.sources())) {
            if (secrets.isEmpty()) {
                secrets.put(
                        "password",
                        shell().terminal()
                                .map(Questions::on)
                                .orElseThrow(() ->
                                        wrongUsage(
                                                "There is no terminal to ask for the password on;"
                                                        + " use --password-stdin, or the option of"
                                                        + " another secret."))
                                .secret("New password")
                                .orElseThrow(() -> wrongUsage("The password is empty.")));
            }
            JsonNode connection = send(secrets);
            if (json()) {
                Printer.json(shell().out(), connection);
            } else {
                shell().out().println(Printer.visible("Rotated '" + name + "'."));
                ConnectionReport.print(shell(), connection);
            }
        }
        return DONE;
    }

    private JsonNode send(GivenSecrets secrets) {
        Shell.Server server = shell().server();
        try (NamedSecrets named = secrets.named()) {
            String credentials = shell().sealing(server).seal(name, named);
            return server.admin()
                    .post(
                            DbCommands.path(name) + "/rotate",
                            Optional.of(AdminApi.Body.json(ConnectionBody.of(credentials))));
        }
    }
}
