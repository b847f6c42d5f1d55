package dev.sluice.connector;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class DiagnosisDocumentationTest {
    /** Run with {@code -Dsluice.docs.write=true} to write the page anew. */
    @Test
    void everyDiagnosisIsOnItsPage() throws IOException {
        Path page = Path.of("../docs/diagnosis.md");
        StringBuilder text =
                new StringBuilder(
                        """
                        # Why a database cannot be reached

                        `sluice db connect`, `db test`, `db rotate` and `doctor` say how far an attempt came, what stopped it and what to do. In the API these are `details.stage`, `details.reason`, the error's sentence and `details.fix`. Who asks a question gets the reason alone. No text of a driver or a server is passed on: it may quote values, names or passwords.

                        | stage | reason | what it says | what to do |
                        |---|---|---|---|
                        """);
        for (Diagnosis diagnosis : Diagnosis.values()) {
            text.append(
                    "| %s | `%s` | %s | %s |\n"
                            .formatted(
                                    diagnosis.stage().wireName(),
                                    diagnosis.reason(),
                                    diagnosis.sentence(),
                                    diagnosis.fix()));
        }
        if (Boolean.getBoolean("sluice.docs.write")) {
            Files.writeString(page, text);
        }
        assertThat(page).hasContent(text.toString());
    }
}
