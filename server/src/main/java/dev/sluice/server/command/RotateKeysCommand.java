package dev.sluice.server.command;

import dev.sluice.server.Deployment;
import dev.sluice.server.identity.Actor;
import dev.sluice.vault.KeyNames;
import dev.sluice.vault.KeyRotation;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code sluice keys rotate}: wraps every data key under the next keys. */
@Command(
        name = "rotate",
        mixinStandardHelpOptions = true,
        description = "Wraps every tenant's data key under the next master key and key wrapper.",
        footer = {
            "",
            "Set WAREHOUSE_MASTER_KEY_NEXT or key_wrapper_next, start every server with it, then"
                    + " run this with the same settings. Servers go on meanwhile. When it was"
                    + " interrupted, run it again: it goes on where it was."
        })
final class RotateKeysCommand implements Callable<Integer> {
    private static final int FAILED = 1;
    private static final int LINES_OF_PROGRESS = 100;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before it calls us
    private CommandSpec spec;

    @Mixin private ServerOptions options = new ServerOptions();

    @Option(names = "--json", description = "Prints what was done as JSON.")
    private boolean json;

    @Override
    public Integer call() {
        try (Deployment deployment = Deployment.attach(options.config(Map.of()))) {
            KeyRotation.Result result = deployment.rotateKeys(this::progress, Actor.OPERATOR);
            print(result, deployment.currentKeys());
            return result.failed().isEmpty() ? 0 : FAILED;
        }
    }

    private void progress(int done, int all, String tenant) {
        if (done % Math.max(1, all / LINES_OF_PROGRESS) == 0 || done == all) {
            spec.commandLine().getErr().println(done + " of " + all + ": " + tenant);
        }
    }

    private void print(KeyRotation.Result result, KeyNames names) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            ObjectNode node =
                    JsonMapper.shared()
                            .createObjectNode()
                            .put("rewrapped", result.rewrapped())
                            .put("already_current", result.current())
                            .put("master_key", names.master())
                            .put("wrapper", names.wrapper());
            result.failed().forEach(entry -> node.withArray("failed").add(KeyLines.json(entry)));
            out.println(node);
            return;
        }
        out.println(
                result.rewrapped()
                        + " data keys were wrapped anew, "
                        + result.current()
                        + " were already.");
        if (result.failed().isEmpty()) {
            out.println("All are under " + names + ".");
            out.println(
                    "Now make the next key the only one in the settings of every server and"
                            + " restart it; then destroy the old one.");
        } else {
            out.println("These could not be opened, and keep what they have:");
            result.failed().forEach(entry -> out.println("  " + KeyLines.text(entry)));
        }
    }
}
