package dev.sluice.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class ReasonCodeDocumentationTest {
    /** Run with {@code -Dsluice.docs.write=true} to write the page anew. */
    @Test
    void everyCodeIsOnItsPage() throws IOException {
        Path page = Path.of("../docs/codes.md");
        StringBuilder text =
                new StringBuilder(
                        """
                        # Codes

                        Every refusal and every failure carries one of these codes, as `code` of the error object `{"error", "code", "details", "request_id"}`.

                        *refused*: understood and not permitted, asking again gives the same. *denied*: not for this caller. *usage*: asked wrongly. *failed*: permitted, and did not work out.

                        The command line exits with 2 for `INVALID_ARGUMENT` and for a wrong use of a command, and with 1 for every other code.

                        | code | kind | HTTP | meaning |
                        |---|---|---|---|
                        """);
        for (ReasonCode code : ReasonCode.values()) {
            text.append(
                    "| `%s` | %s | %d | %s |\n"
                            .formatted(
                                    code,
                                    code.kind().name().toLowerCase(Locale.ROOT),
                                    code.httpStatus(),
                                    code.meaning()));
        }
        if (Boolean.getBoolean("sluice.docs.write")) {
            Files.writeString(page, text);
        }
        assertThat(page).hasContent(text.toString());
    }
}
