package dev.sluice.systemtests.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.systemtests.NodePackages;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The MCP inspector's command line sees the tools and calls one, in each era. */
abstract class InspectorContract {
    private static final Duration CALL_MAX = Duration.ofSeconds(60);
    private static final String LAUNCHER =
            "node_modules/@modelcontextprotocol/inspector/clients/launcher/build/index.js";

    abstract RunningServer server();

    @ParameterizedTest
    @ValueSource(strings = {"legacy", "auto", "modern"})
    void listsTools(String era) {
        assertThat(inspect(era, "--method", "tools/list"))
                .contains("\"" + server().allowed().tool() + "\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"legacy", "auto", "modern"})
    void callsATool(String era) {
        assertThat(
                        inspect(
                                era,
                                "--method",
                                "tools/call",
                                "--tool-name",
                                server().allowed().tool(),
                                "--tool-args-json",
                                server().allowed().arguments()))
                .contains("structuredContent");
    }

    private String inspect(String era, String... arguments) {
        NodePackages packages = NodePackages.installed();
        try (BearerProxy proxy = new BearerProxy(server())) {
            String[] all = new String[arguments.length + 9];
            System.arraycopy(
                    new String[] {
                        "--cli",
                        proxy.mcp().toString(),
                        "--transport",
                        "http",
                        "--protocol-era",
                        era,
                        "--format",
                        "json",
                        "-q"
                    },
                    0,
                    all,
                    0,
                    9);
            System.arraycopy(arguments, 0, all, 9, arguments.length);
            return packages.run(CALL_MAX, "", packages.file(LAUNCHER), all).successful();
        }
    }
}
