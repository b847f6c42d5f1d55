package dev.sluice.cli.offline;

import dev.sluice.cli.client.Json;
import dev.sluice.cli.lines.Lines;
import dev.sluice.core.ReasonCode;
import dev.sluice.core.SluiceException;
import dev.sluice.guard.Decision;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Questions and decisions as JSON lines: one answer for each line, in order, each written before
 * the next line is read. A line that cannot be understood is answered with a refusal.
 */
public final class JsonLines {
    /** Room for the longest text that the guard looks at, with every character escaped. */
    static final int LINE_BYTES_MAX = 1 << 20;

    private static final Set<String> KEYS = new TreeSet<>(Set.of("id", "sql", "source", "claims"));
    private static final int NANOS_PER_MICRO = 1_000;

    /** A key that is there twice has no meaning that two programs would agree on. */
    private static final ObjectReader READER =
            Json.MAPPER
                    .readerFor(JsonNode.class)
                    .with(StreamReadFeature.STRICT_DUPLICATE_DETECTION);

    private final OfflineGuard guard;

    public JsonLines(OfflineGuard guard) {
        this.guard = guard;
    }

    /** Answers until the input ends. */
    public void answer(InputStream in, OutputStream out) throws IOException {
        Lines lines = new Lines(in, LINE_BYTES_MAX);
        for (Optional<Lines.Line> line = lines.next(); line.isPresent(); line = lines.next()) {
            switch (line.get()) {
                case Lines.Line.Text text when text.isBlank() -> {}
                case Lines.Line.Text text -> write(out, answer(text.bytes()));
                case Lines.Line.TooLong(int bytesMax) ->
                        write(
                                out,
                                refused(
                                        malformed(
                                                "The line is longer than " + bytesMax + " bytes."),
                                        Json.MAPPER.nullNode()));
            }
        }
    }

    private ObjectNode answer(byte[] line) {
        JsonNode question;
        try {
            question = READER.readTree(line);
        } catch (JacksonException e) {
            return refused(malformed("The line is no JSON."), Json.MAPPER.nullNode());
        }
        JsonNode id = question.path("id");
        JsonNode shown = id.isString() || id.isNumber() ? id : Json.MAPPER.nullNode();
        try {
            return decide(question, shown);
        } catch (SluiceException e) {
            return refused(e, shown);
        }
    }

    private ObjectNode decide(JsonNode question, JsonNode id) {
        if (!question.isObject()) {
            throw malformed("The line is no JSON object.");
        }
        for (String key : question.propertyNames()) {
            if (!KEYS.contains(key)) {
                throw malformed("A key is unknown; known are " + String.join(", ", KEYS) + ".");
            }
        }
        JsonNode sql = question.path("sql");
        if (!sql.isString()) {
            throw malformed("'sql' must be text.");
        }
        JsonNode source = question.path("source");
        if (!source.isMissingNode() && !source.isString()) {
            throw malformed("'source' must be text.");
        }
        Optional<String> from =
                source.isString() ? Optional.of(source.stringValue()) : Optional.empty();
        Map<String, String> claims = claims(question.path("claims"));
        long start = System.nanoTime();
        Decision decision = guard.check(sql.stringValue(), from, claims);
        long micros = (System.nanoTime() - start) / NANOS_PER_MICRO;
        return answer(decision, Optional.of(id), Optional.of(micros));
    }

    private static Map<String, String> claims(JsonNode node) {
        Map<String, String> claims = new HashMap<>();
        if (node.isMissingNode()) {
            return claims;
        }
        if (!node.isObject()) {
            throw malformed("'claims' must be an object.");
        }
        for (Map.Entry<String, JsonNode> claim : node.properties()) {
            if (!claim.getValue().isString()) {
                throw malformed("Every claim must be text.");
            }
            claims.put(claim.getKey(), claim.getValue().stringValue());
        }
        return claims;
    }

    /** A decision as an object. */
    public static ObjectNode answer(
            Decision decision, Optional<JsonNode> id, Optional<Long> micros) {
        ObjectNode answer = Json.MAPPER.createObjectNode();
        id.ifPresent(value -> answer.set("id", value));
        switch (decision) {
            case Decision.Allowed allowed -> {
                answer.put("decision", "allowed").put("sql", allowed.query().databaseText());
                ArrayNode warnings = answer.putArray("warnings");
                allowed.warnings().forEach(warning -> warnings.add(warning.name()));
                ArrayNode tables = answer.putArray("tables");
                allowed.query().tables().forEach(table -> tables.add(table.toString()));
                ArrayNode columns = answer.putArray("columns");
                allowed.query().columns().forEach(columns::add);
                micros.ifPresent(time -> answer.put("micros", time));
            }
            case Decision.Refused refused -> {
                answer.put("decision", "refused").put("code", refused.code().name());
                answer.put("error", refused.message());
                ObjectNode details = answer.putObject("details");
                Optional.ofNullable(refused.rejectedToken())
                        .ifPresent(token -> details.put("rejected_token", token));
                details.put("position", refused.position());
                Optional.ofNullable(refused.hint()).ifPresent(hint -> details.put("hint", hint));
            }
        }
        return answer;
    }

    private static ObjectNode refused(SluiceException e, JsonNode id) {
        ObjectNode answer = Json.MAPPER.createObjectNode();
        answer.set("id", id);
        answer.put("decision", "refused").put("code", e.code().name());
        answer.put("error", Optional.ofNullable(e.getMessage()).orElse(e.code().meaning()));
        answer.set("details", Json.MAPPER.valueToTree(new TreeMap<>(e.details())));
        return answer;
    }

    private static SluiceException malformed(String message) {
        return new SluiceException(ReasonCode.INVALID_ARGUMENT, message);
    }

    private static void write(OutputStream out, ObjectNode answer) throws IOException {
        out.write((Json.MAPPER.writeValueAsString(answer) + "\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
