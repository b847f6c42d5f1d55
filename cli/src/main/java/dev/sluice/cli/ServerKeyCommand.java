package dev.sluice.cli;

import dev.sluice.cli.client.Json;
import dev.sluice.cli.sealing.KnownServers;
import dev.sluice.cli.sealing.Sealing;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

@Command(
        name = "server-key",
        description = "Show the key that credentials are sealed to, or accept a changed one.",
        footer = {
            "",
            "Credentials leave this machine sealed to the server's key. Its fingerprint is",
            "kept in sluice/known_servers in the configuration directory when it is first",
            "seen; a server with another key is refused until you accept it here. In scripts",
            "SLUICE_SERVER_KEY names the fingerprint instead of the file. The operator reads",
            "it on the server with 'sluice keys sealing'."
        })
final class ServerKeyCommand extends DataCommand {
    @Option(
            names = "--accept",
            paramLabel = "FINGERPRINT",
            description = "Accept the server's key when it has this fingerprint.")
    private String accept = "";

    ServerKeyCommand(Shell shell) {
        super(shell);
    }

    @Override
    public Integer call() {
        Sealing sealing = shell().sealing(shell().server());
        if (!accept.isEmpty()) {
            if (!KnownServers.isFingerprint(accept)) {
                throw wrongUsage("--accept takes a fingerprint: SHA256: and 43 characters.");
            }
            sealing.accept(accept);
        }
        Sealing.Fingerprints found = sealing.fingerprints();
        boolean same = found.accepted().filter(found.current()::equals).isPresent();
        if (json()) {
            ObjectNode node =
                    Json.MAPPER
                            .createObjectNode()
                            .put("fingerprint", found.current())
                            .put("accepted", found.accepted().orElse(null));
            Printer.json(shell().out(), node);
        } else {
            shell().out().println(found.current());
            if (!same) {
                shell().err()
                        .println(
                                found.accepted()
                                        .map(other -> "Not accepted: the accepted key is " + other)
                                        .orElse("Not accepted yet."));
            }
        }
        return same ? DONE : FAILED;
    }
}
