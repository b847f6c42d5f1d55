package dev.sluice.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.core.SluiceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileSourcesTest {
    private @TempDir Path directory;
    private Path allowed;
    private Path secret;

    @BeforeEach
    void create() throws IOException {
        allowed = Files.createDirectory(directory.toRealPath().resolve("data"));
        secret = Files.writeString(directory.toRealPath().resolve("secret.db"), "x");
        Files.writeString(allowed.resolve("shop.db"), "x");
    }

    private String reason(String name) {
        SluiceException refused =
                catchThrowableOfType(
                        SluiceException.class,
                        () -> new FileSources(List.of(allowed)).resolve(name));
        return String.valueOf(refused.details().get("reason"));
    }

    @Test
    void findsWhatIsBeneath() {
        assertThat(new FileSources(List.of(allowed)).resolve(allowed + "/shop.db"))
                .isEqualTo(allowed.resolve("shop.db"));
        assertThat(new FileSources(List.of(allowed)).resolve(allowed.toString()))
                .isEqualTo(allowed);
    }

    @Test
    void nothingIsAllowedByDefault() {
        SluiceException refused =
                catchThrowableOfType(
                        SluiceException.class,
                        () -> FileSources.NONE.resolve(allowed + "/shop.db"));

        assertThat(refused.details()).containsEntry("reason", "file_not_allowed");
        assertThat(String.valueOf(refused.details().get("fix"))).contains("file_sources");
    }

    @Test
    void whatIsElsewhereLooksAlikeWhetherItExistsOrNot() {
        assertThat(reason(secret.toString())).isEqualTo("file_not_allowed");
        assertThat(reason(directory + "/absent.db")).isEqualTo("file_not_allowed");
        assertThat(reason(allowed + "x/shop.db")).isEqualTo("file_not_allowed");
        assertThat(reason(allowed + "/absent.db")).isEqualTo("file_not_found");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "shop.db",
                "./shop.db",
                "%s/../secret.db",
                "%s/./shop.db",
                "%s/..",
                "..",
                "/",
                "file:///etc/passwd",
                "md:shop",
                ":memory:",
                "\0",
            })
    void otherSpellingsAreRefused(String template) {
        assertThat(reason(template.replace("%s", allowed.toString())))
                .isEqualTo("file_not_allowed");
    }

    @Test
    void symbolicLinksMayNotLeadOut() throws IOException {
        Files.createSymbolicLink(allowed.resolve("out.db"), secret);
        Files.createSymbolicLink(allowed.resolve("out"), directory);
        Files.createSymbolicLink(allowed.resolve("in.db"), allowed.resolve("shop.db"));

        assertThat(reason(allowed + "/out.db")).isEqualTo("file_not_allowed");
        assertThat(reason(allowed + "/out/secret.db")).isEqualTo("file_not_allowed");
        assertThat(new FileSources(List.of(allowed)).resolve(allowed + "/in.db"))
                .isEqualTo(allowed.resolve("shop.db"));
    }

    @Test
    void anAllowedDirectoryMayBeASymbolicLink() throws IOException {
        Path link = Files.createSymbolicLink(directory.toRealPath().resolve("link"), allowed);

        assertThat(new FileSources(List.of(link)).resolve(link + "/shop.db"))
                .isEqualTo(allowed.resolve("shop.db"));
    }
}
