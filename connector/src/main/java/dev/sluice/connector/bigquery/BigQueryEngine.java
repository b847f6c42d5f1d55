package dev.sluice.connector.bigquery;

import dev.sluice.connector.Request;
import dev.sluice.connector.http.Answer;
import dev.sluice.connector.http.HttpEngine;
import dev.sluice.connector.http.HttpReply;
import dev.sluice.connector.http.SourceFailure;
import dev.sluice.connector.http.Stop;
import dev.sluice.core.ReasonCode;
import dev.sluice.guard.GuardedQuery;
import dev.sluice.guard.lexical.LastLook;
import dev.sluice.guard.lexical.Quotes;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Runs a query twice: dry, for what it reads and what kind of statement the service takes it for,
 * and then for its rows, under a limit of what may be billed.
 */
final class BigQueryEngine implements HttpEngine {
    private static final int LABEL_CHARACTERS_MAX = 63;

    private final Jobs jobs;

    BigQueryEngine(Jobs jobs) {
        this.jobs = jobs;
    }

    @Override
    public Answer run(GuardedQuery query, Request request, Stop stop) throws SourceFailure {
        if (LastLook.at(query.sql(), Quotes.BACKTICKS).isPresent()) {
            throw SourceFailure.of(ReasonCode.STATEMENT_FORBIDDEN);
        }
        ObjectNode asked = asked(query);
        long bytes = estimate(asked, stop);
        long bytesMax = query.limits().maxBytes();
        if (bytes > bytesMax) {
            throw SourceFailure.of(
                    ReasonCode.BYTES_EXCEEDED,
                    null,
                    Map.of("estimated_bytes", bytes, "max_bytes", bytesMax));
        }
        asked.put("maximumBytesBilled", Long.toString(bytesMax));
        ObjectNode configuration = HttpReply.JSON.createObjectNode();
        configuration.put("jobTimeoutMs", Long.toString(query.limits().timeout().toMillis()));
        configuration.putObject("labels").put("sluice", label(request.tag().value()));
        configuration.set("query", asked);
        Answer answer = new Answer(query.limits().maxRows(), request.limits());
        answer.estimated(bytes);
        jobs.run(configuration, answer, stop);
        return answer;
    }

    private ObjectNode asked(GuardedQuery query) {
        ObjectNode asked = jobs.query(query.sql());
        if (!query.parameters().isEmpty()) {
            asked.put("parameterMode", "POSITIONAL");
            ArrayNode parameters = asked.putArray("queryParameters");
            for (GuardedQuery.Parameter parameter : query.parameters()) {
                ObjectNode one = parameters.addObject();
                one.putObject("parameterType").put("type", "STRING");
                one.putObject("parameterValue").put("value", parameter.value());
            }
        }
        return asked;
    }

    /** Refuses what the service does not take for one SELECT: it has no transaction for reading. */
    private long estimate(ObjectNode asked, Stop stop) throws SourceFailure {
        JsonNode statistics = jobs.dryRun(asked, stop);
        JsonNode kind = statistics.path("query").path("statementType");
        if (!kind.asString("").equals("SELECT")) {
            throw SourceFailure.of(ReasonCode.STATEMENT_FORBIDDEN);
        }
        try {
            return Long.parseLong(statistics.path("totalBytesProcessed").asString(""));
        } catch (NumberFormatException e) {
            throw SourceFailure.unreadable();
        }
    }

    /** Labels hold lower-case letters, digits, underscores and dashes. */
    static String label(String tag) {
        String label = tag.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_-]", "_");
        return label.substring(0, Math.min(label.length(), LABEL_CHARACTERS_MAX));
    }

    @Override
    public void close() {
        jobs.close();
    }
}
