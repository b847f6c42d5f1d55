package dev.sluice.server.command;

import dev.sluice.server.Deployment;
import dev.sluice.vault.KeyNames;
import dev.sluice.vault.KeyRotation;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code sluice keys status}: which data key is under which master key and wrapper. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = "Shows under which master key and key wrapper each tenant's data key is.",
        footer = {"", "Keys are shown by names that say nothing about them."})
final class KeyStatusCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before it calls us
    private CommandSpec spec;

    @Mixin private ServerOptions options = new ServerOptions();

    @Option(names = "--json", description = "Prints JSON.")
    private boolean json;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        try (Deployment deployment = Deployment.attach(options.config(Map.of()))) {
            List<KeyRotation.Entry> entries = deployment.keys();
            KeyNames names = deployment.currentKeys();
            if (json) {
                ObjectNode node =
                        JsonMapper.shared()
                                .createObjectNode()
                                .put("master_key", names.master())
                                .put("wrapper", names.wrapper());
                entries.forEach(entry -> node.withArray("keys").add(KeyLines.json(entry)));
                out.println(node);
            } else {
                out.println("Wrapping now: " + names);
                entries.forEach(entry -> out.println(KeyLines.text(entry)));
            }
            return 0;
        }
    }
}
