package dev.sluice.connector.snowflake;

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
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Runs a query: an estimate, then the query as the only statement of its request. Snowflake has no
 * read-only transaction; what a query may do is the role's matter.
 *
 * @see <a href="https://docs.snowflake.com/en/sql-reference/sql/explain">EXPLAIN</a>
 */
final class SnowflakeEngine implements HttpEngine {
    private final Statements statements;

    SnowflakeEngine(Statements statements) {
        this.statements = statements;
    }

    @Override
    public Answer run(GuardedQuery query, Request request, Stop stop) throws SourceFailure {
        if (LastLook.at(query.sql(), Quotes.STANDARD).isPresent()) {
            throw SourceFailure.of(ReasonCode.STATEMENT_FORBIDDEN);
        }
        List<String> values =
                query.parameters().stream().map(GuardedQuery.Parameter::value).toList();
        long bytes = estimate(query, values, request, stop);
        if (bytes > query.limits().maxBytes()) {
            throw SourceFailure.of(
                    ReasonCode.BYTES_EXCEEDED,
                    null,
                    Map.of("estimated_bytes", bytes, "max_bytes", query.limits().maxBytes()));
        }
        Answer answer = new Answer(query.limits().maxRows(), request.limits());
        answer.estimated(bytes);
        statements.run(
                query.sql(), values, request.tag(), query.limits().maxRows() + 1, answer, stop);
        return answer;
    }

    private long estimate(GuardedQuery query, List<String> values, Request request, Stop stop)
            throws SourceFailure {
        Answer plan = Answer.ofCatalogue(1);
        statements.run("EXPLAIN USING JSON " + query.sql(), values, request.tag(), 1, plan, stop);
        try {
            JsonNode bytes =
                    HttpReply.JSON
                            .readTree(
                                    plan.texts().isEmpty()
                                            ? ""
                                            : plan.texts().getFirst().getFirst())
                            .path("GlobalStats")
                            .path("bytesAssigned");
            if (!bytes.canConvertToLong() || bytes.asLong() < 0) {
                throw SourceFailure.unreadable();
            }
            return bytes.asLong();
        } catch (JacksonException e) {
            throw SourceFailure.unreadable();
        }
    }

    @Override
    public void close() {
        statements.close();
    }
}
