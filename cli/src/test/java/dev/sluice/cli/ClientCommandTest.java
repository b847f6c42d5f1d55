package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClientCommandTest {
    @TempDir private Path home;

    private Ran run(String... arguments) {
        return Ran.command(
                Map.of("SLUICE_URL", "https://s.example", "HOME", home.toString()), "", arguments);
    }

    @Test
    void writesTheFileAndKeepsTheOldOneBesideIt() throws IOException {
        Path file = home.resolve(".cursor").resolve("mcp.json");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "{\"mcpServers\":{}}");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));

        Ran ran = run("client", "cursor", "-y");

        assertThat(ran.exit()).as(ran.err()).isZero();
        assertThat(Files.readString(file)).contains("https://s.example/api/mcp");
        assertThat(Files.readString(file.resolveSibling("mcp.json.before-sluice")))
                .isEqualTo("{\"mcpServers\":{}}");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-r-----");
        assertThat(run("client", "cursor", "-y").err()).contains("already");
    }

    @Test
    void aNewFileIsTheUsersOwn() throws IOException {
        assertThat(run("client", "codex", "-y").exit()).isZero();

        Path file = home.resolve(".codex").resolve("config.toml");
        assertThat(Files.readString(file))
                .isEqualTo("[mcp_servers.sluice]\nurl = \"https://s.example/api/mcp\"\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void withoutATerminalItWantsToBeToldSo() {
        assertThat(run("client", "claude").exit()).isEqualTo(2);
        assertThat(home.resolve(".claude.json")).doesNotExist();
    }

    @Test
    void onlyShowsWhenAskedTo() {
        Ran ran = run("client", "vscode", "--print", "--name", "db");

        assertThat(ran.exit()).isZero();
        assertThat(ran.out()).contains("\"db\"", "https://s.example/api/mcp");
    }

    @Test
    void aFileThatCannotBeReadStaysAndTheSnippetIsShown() throws IOException {
        Path file = home.resolve("mine.json");
        Files.writeString(file, "// comment\n{}");

        Ran ran = run("client", "claude", "-y", "--file", file.toString());

        assertThat(ran.exit()).isEqualTo(2);
        assertThat(ran.out()).contains("mcpServers");
        assertThat(Files.readString(file)).isEqualTo("// comment\n{}");
    }

    @Test
    void unknownClientsAndNamesAreWrongUsage() {
        assertThat(run("client", "emacs").err()).contains("claude-desktop");
        assertThat(run("client", "claude", "--name", "a b").exit()).isEqualTo(2);
        assertThat(run("client", "claude", "--name", "a.b").exit()).isEqualTo(2);
    }
}
