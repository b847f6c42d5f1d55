package dev.sluice.server.command;

import dev.sluice.server.Deployment;
import dev.sluice.server.identity.Actor;
import dev.sluice.server.identity.SigningKeys;
import dev.sluice.server.sealing.SealingKey;
import dev.sluice.server.sealing.SealingKeys;
import java.io.PrintWriter;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sluice keys}: the keys of a deployment. */
@Command(
        name = "keys",
        mixinStandardHelpOptions = true,
        subcommands = {RotateKeysCommand.class, KeyStatusCommand.class},
        description = "Changes the deployment's keys, on the server's data directory.")
public final class KeysCommand {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before it calls us
    private CommandSpec spec;

    @Command(
            name = "rotate-signing",
            mixinStandardHelpOptions = true,
            description = "Makes a new key that signs access tokens from now on.",
            footer = {
                "",
                "The old key stays published until the last token that it signed has expired, so"
                        + " that nobody notices. With --drop-old every token that it signed is"
                        + " refused at its next request: for a key that somebody else may have."
            })
    int rotateSigning(
            @Mixin ServerOptions options,
            @Option(
                            names = "--drop-old",
                            description = "Unpublish the old keys and refuse their tokens.")
                    boolean dropOld) {
        try (Deployment deployment = Deployment.attach(options.config(Map.of()))) {
            SigningKeys keys = deployment.identity().signingKeys();
            PrintWriter out = spec.commandLine().getOut();
            out.println("New signing key: " + keys.rotate(Actor.OPERATOR));
            if (dropOld) {
                keys.dropRetired(Actor.OPERATOR).forEach(id -> out.println("Dropped: " + id));
            }
        }
        return 0;
    }

    @Command(
            name = "sealing",
            mixinStandardHelpOptions = true,
            description = "Shows the fingerprint of the key that credentials are sealed to.",
            footer = {
                "",
                "Whoever runs 'sluice db connect' keeps it when it is first seen and refuses"
                        + " another one later. With --rotate there is another one: tell it to"
                        + " them, for 'sluice server-key --accept'."
            })
    int sealing(
            @Mixin ServerOptions options,
            @Option(names = "--rotate", description = "Make a new key in place of this one.")
                    boolean rotate) {
        try (Deployment deployment = Deployment.attach(options.config(Map.of()))) {
            SealingKeys keys = deployment.sealingKeys();
            SealingKey key = rotate ? keys.rotate(Actor.OPERATOR) : keys.current();
            spec.commandLine().getOut().println(key.fingerprint());
        }
        return 0;
    }
}
