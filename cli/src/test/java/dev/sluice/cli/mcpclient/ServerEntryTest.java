package dev.sluice.cli.mcpclient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerEntryTest {
    private static final String SERVER = "https://sluice.example.org";

    private static ServerEntry entry(McpClient client) {
        return client.entry(SERVER, "/opt/sluice/sluice");
    }

    @ParameterizedTest
    @EnumSource(McpClient.class)
    void whatIsWrittenHoldsTheAddressAndNoSecretAndIsStable(McpClient client) {
        String once = entry(client).into("", "sluice");

        assertThat(once).contains(SERVER);
        assertThat(once.toLowerCase(Locale.ROOT))
                .doesNotContain("token", "secret", "password", "bearer");
        assertThat(entry(client).into(once, "sluice")).isEqualTo(once);
    }

    @Test
    void everythingElseInAJsonFileStays() {
        String before =
                """
                {"numbers": [1, 2.50, 12345678901234567890], "mcpServers": {
                  "other": {"command": "x"}, "sluice": {"url": "http://old"}}, "last": null}
                """;

        assertThat(entry(McpClient.CURSOR).into(before, "sluice"))
                .isEqualTo(
                        """
                        {
                          "numbers" : [
                            1,
                            2.50,
                            12345678901234567890
                          ],
                          "mcpServers" : {
                            "other" : {
                              "command" : "x"
                            },
                            "sluice" : {
                              "url" : "https://sluice.example.org/api/mcp"
                            }
                          },
                          "last" : null
                        }
                        """);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"// mine\n{}", "[]", "{", "7", "{\"servers\": []}", "{} {}", "{\"a\":1,}"})
    void aJsonFileThatMightLoseSomethingIsLeftAlone(String before) {
        assertThatThrownBy(() -> entry(McpClient.VSCODE).into(before, "sluice"))
                .isInstanceOf(ServerEntry.UnsureException.class);
    }

    @Test
    void everythingElseInATomlFileStaysAsItIsWritten() {
        String before =
                """
                # mine
                model = "x"   # spaced

                [mcp_servers.sluice]
                url = "http://old"
                startup = 3

                [mcp_servers.other]
                args = [
                "[a]",
                ]
                """;

        assertThat(entry(McpClient.CODEX).into(before, "sluice"))
                .isEqualTo(
                        """
                        # mine
                        model = "x"   # spaced

                        [mcp_servers.other]
                        args = [
                        "[a]",
                        ]

                        [mcp_servers.sluice]
                        url = "https://sluice.example.org/api/mcp"
                        """);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a = ",
                "mcp_servers = {sluice = {url = 'x'}}",
                "mcp_servers = 3",
                "[mcp_servers]\nsluice.url = 'x'",
                "[mcp_servers.sluice]\nurl = 'x'\n[mcp_servers.sluice.env]\nA = 'b'\n[",
            })
    void aTomlFileThatMightLoseSomethingIsLeftAlone(String before) {
        assertThatThrownBy(() -> entry(McpClient.CODEX).into(before, "sluice"))
                .isInstanceOf(ServerEntry.UnsureException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "CLAUDE, Linux, /h/.claude.json",
        "CLAUDE_DESKTOP, Mac OS X, /h/Library/Application"
                + " Support/Claude/claude_desktop_config.json",
        "CLAUDE_DESKTOP, Linux, /h/.config/Claude/claude_desktop_config.json",
        "CLAUDE_DESKTOP, Windows 11, /roaming/Claude/claude_desktop_config.json",
        "CURSOR, Linux, /h/.cursor/mcp.json",
        "VSCODE, Linux, /h/.config/Code/User/mcp.json",
        "VSCODE, Mac OS X, /h/Library/Application Support/Code/User/mcp.json",
        "CODEX, Linux, /h/.codex/config.toml",
    })
    void everyClientHasItsFile(McpClient client, String system, String file) {
        McpClient.Machine machine =
                new McpClient.Machine(Path.of("/h"), system, Map.of("APPDATA", "/roaming"));

        assertThat(client.file(machine)).isEqualTo(Path.of(file));
    }
}
