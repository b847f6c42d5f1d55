package dev.sluice.cli.mcpclient;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The MCP clients whose configuration we write. What is written holds an address and no secret:
 * clients that can sign in do so themselves (OAuth), the others start {@code sluice mcp}, which
 * uses the keyring.
 */
public enum McpClient {
    CLAUDE("claude", "Claude Code"),
    CLAUDE_DESKTOP("claude-desktop", "Claude Desktop"),
    CURSOR("cursor", "Cursor"),
    VSCODE("vscode", "Visual Studio Code"),
    CODEX("codex", "Codex");

    private final String label;
    private final String title;

    McpClient(String label, String title) {
        this.label = label;
        this.title = title;
    }

    /** The word on the command line. */
    public String label() {
        return label;
    }

    /** The product's name. */
    public String title() {
        return title;
    }

    public static Optional<McpClient> of(String label) {
        for (McpClient client : values()) {
            if (client.label.equals(label)) {
                return Optional.of(client);
            }
        }
        return Optional.empty();
    }

    public static List<String> labels() {
        return List.of(values()).stream().map(McpClient::label).toList();
    }

    /**
     * Where a user's machine is set up.
     *
     * @param system {@code os.name}
     */
    public record Machine(Path home, String system, Map<String, String> environment) {
        private Path applicationData() {
            String name = system.toLowerCase(Locale.ROOT);
            if (name.startsWith("mac")) {
                return home.resolve("Library").resolve("Application Support");
            }
            if (name.startsWith("windows")) {
                return folder("APPDATA", home.resolve("AppData").resolve("Roaming"));
            }
            return folder("XDG_CONFIG_HOME", home.resolve(".config"));
        }

        private Path folder(String variable, Path otherwise) {
            String set = environment.getOrDefault(variable, "");
            return set.isBlank() ? otherwise : Path.of(set);
        }
    }

    /** The file that holds the user's servers for this client. */
    public Path file(Machine machine) {
        return switch (this) {
            case CLAUDE -> machine.home().resolve(".claude.json");
            case CLAUDE_DESKTOP ->
                    machine.applicationData()
                            .resolve("Claude")
                            .resolve("claude_desktop_config.json");
            case CURSOR -> machine.home().resolve(".cursor").resolve("mcp.json");
            case VSCODE ->
                    machine.applicationData().resolve("Code").resolve("User").resolve("mcp.json");
            case CODEX ->
                    machine.folder("CODEX_HOME", machine.home().resolve(".codex"))
                            .resolve("config.toml");
        };
    }

    /**
     * The way in which the client's file is written.
     *
     * @param server the server's address without a trailing slash
     * @param launcher the {@code sluice} command
     */
    public ServerEntry entry(String server, String launcher) {
        String url = server + "/api/mcp";
        return switch (this) {
            case CLAUDE -> new ServerEntry.InJson("mcpServers", Map.of("type", "http", "url", url));
            case CLAUDE_DESKTOP ->
                    new ServerEntry.InJson(
                            "mcpServers",
                            Map.of(
                                    "command",
                                    launcher,
                                    "args",
                                    List.of("mcp"),
                                    "env",
                                    Map.of("SLUICE_URL", server)));
            case CURSOR -> new ServerEntry.InJson("mcpServers", Map.of("url", url));
            case VSCODE -> new ServerEntry.InJson("servers", Map.of("type", "http", "url", url));
            case CODEX -> new ServerEntry.InToml("mcp_servers", url);
        };
    }
}
