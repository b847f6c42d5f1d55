package dev.sluice.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Run with {@code -Dsluice.docs.write=true} to write the pages anew. */
class SettingDocumentationTest {
    @Test
    void everySettingIsOnItsPage() throws IOException {
        StringBuilder text =
                new StringBuilder(
                        """
                        # Configuration

                        Settings come from `sluice.yaml` in the data directory (or the file that `--config` names); environment variables win over the file, options of the command line over both. An unknown or misspelt name stops the start and is told the nearest known one.

                        A secret is never read from `sluice.yaml`: set its variable, or set the variable with `_FILE` appended to the path of a file that holds it.

                        | key | variable | default | meaning |
                        |---|---|---|---|
                        """);
        for (Setting setting : Setting.values()) {
            text.append(
                    "| %s | `%s` | %s | %s%s |\n"
                            .formatted(
                                    setting.secret() ? "–" : "`" + setting.key() + "`",
                                    setting.variable(),
                                    shown(setting.defaultValue()),
                                    setting.description(),
                                    setting.later() ? " *(not in this version: refused)*" : ""));
        }
        check(Path.of("../docs/configuration.md"), text.toString());
    }

    @Test
    void everyVariableIsInTheExample() throws IOException {
        StringBuilder text =
                new StringBuilder(
                        "# Environment variables of the server. docs/configuration.md says"
                                + " more.\n");
        for (Setting setting : Setting.values()) {
            String value = setting.defaultValue() == null ? "" : setting.defaultValue();
            text.append("\n# ").append(setting.description());
            text.append(setting.later() ? " (not in this version: refused)\n" : "\n");
            text.append('#').append(setting.variable()).append('=').append(value).append('\n');
            if (setting.secret()) {
                text.append('#').append(setting.variable()).append("_FILE=\n");
            }
        }
        check(Path.of("../.env.example"), text.toString());
    }

    private static String shown(String value) {
        return value == null ? "–" : value.isEmpty() ? "empty" : "`" + value + "`";
    }

    private static void check(Path page, String text) throws IOException {
        if (Boolean.getBoolean("sluice.docs.write")) {
            Files.writeString(page, text);
        }
        assertThat(page).hasContent(text);
    }
}
