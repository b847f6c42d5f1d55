package dev.sluice.systemtests.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The official TypeScript client gets along with the server, in both eras of the protocol. */
abstract class OfficialClientContract {

    abstract RunningServer server();

    /** A command that serves MCP on standard input and output for {@link #server}'s caller. */
    abstract List<String> stdioCommand();

    abstract Map<String, String> stdioEnvironment();

    @ParameterizedTest
    @CsvSource({"legacy,2025-11-25", "auto,2026-07-28", "2026-07-28,2026-07-28"})
    void worksOverHttp(String mode, String revision) {
        assertVisit(OfficialClient.overHttp(server(), mode), revision);
    }

    @ParameterizedTest
    @CsvSource({"legacy,2025-11-25", "auto,2026-07-28", "2026-07-28,2026-07-28"})
    void worksOverStdio(String mode, String revision) {
        assertVisit(
                OfficialClient.overStdio(stdioCommand(), stdioEnvironment(), server(), mode),
                revision);
    }

    private void assertVisit(JsonNode seen, String revision) {
        assertThat(seen.path("revision").asString()).isEqualTo(revision);
        assertThat(seen.path("server").path("name").asString()).isEqualTo("sluice");
        assertThat(seen.path("tools").valueStream().map(tool -> tool.path("name").asString()))
                .contains(server().allowed().tool(), server().refused().tool());
        assertAnswer(seen.path("results").get(0), false);
        JsonNode refusal = assertAnswer(seen.path("results").get(1), true);
        assertThat(refusal.path("code").asString()).isEqualTo(server().refusedCode());
        assertThat(refusal.path("error").asString()).isNotBlank();
        assertThat(refusal.path("request_id").asString()).isNotBlank();
    }

    private static JsonNode assertAnswer(JsonNode result, boolean isError) {
        assertThat(result.path("isError").asBoolean(false))
                .as(result.toString())
                .isEqualTo(isError);
        JsonNode structured = result.path("structuredContent");
        assertThat(structured.isObject()).as(result.toString()).isTrue();
        assertThat(new JsonMapper().readTree(result.at("/content/0/text").asString()))
                .isEqualTo(structured);
        return structured;
    }
}
