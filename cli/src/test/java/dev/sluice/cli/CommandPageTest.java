package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class CommandPageTest {
    private static final Path PAGE = Path.of("..", "docs", "commands.md");

    @Test
    void thePageOfTheCommandsIsInStepWithThem() throws IOException {
        if (Boolean.getBoolean("sluice.pages.write")) {
            Files.writeString(PAGE, CommandPage.render());
        }

        assertThat(Files.readString(PAGE)).isEqualTo(CommandPage.render());
    }
}
