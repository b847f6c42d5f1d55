package dev.sluice.cli;

import dev.sluice.cli.client.DeviceFlow;
import dev.sluice.cli.client.Json;
import dev.sluice.cli.keyring.Keyring;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** What a command did: its exit code and what it wrote. */
record Ran(int exit, String out, String err) {

    /** Runs a command without a terminal. */
    static Ran command(Map<String, String> environment, String input, String... arguments) {
        return command(environment, new FakeKeyring(), _ -> {}, input, arguments);
    }

    /** Runs a command of somebody with this keyring, who waits like this. */
    static Ran command(
            Map<String, String> environment,
            Keyring keyring,
            DeviceFlow.Pause pause,
            String input,
            String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Shell shell =
                new Shell(
                        environment,
                        new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        Optional.empty(),
                        keyring,
                        pause);
        int exit = CommandTree.run(shell, arguments);
        return new Ran(
                exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    JsonNode json() {
        return Json.MAPPER.readTree(out);
    }
}
