package dev.sluice.connector.trino;

import dev.sluice.connector.Request;
import dev.sluice.connector.http.Answer;
import dev.sluice.connector.http.HttpEngine;
import dev.sluice.connector.http.HttpReply;
import dev.sluice.connector.http.SourceFailure;
import dev.sluice.connector.http.Stop;
import dev.sluice.core.Limits;
import dev.sluice.core.ReasonCode;
import dev.sluice.guard.GuardedQuery;
import dev.sluice.guard.lexical.LastLook;
import dev.sluice.guard.lexical.Quotes;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Runs a query: a transaction that cannot write, an estimate, the query, an end without traces. */
final class TrinoEngine implements HttpEngine {
    private final Statements statements;

    TrinoEngine(Statements statements) {
        this.statements = statements;
    }

    @Override
    public Answer run(GuardedQuery query, Request request, Stop stop) throws SourceFailure {
        if (LastLook.at(query.sql(), Quotes.STANDARD).isPresent()) {
            throw SourceFailure.of(ReasonCode.STATEMENT_FORBIDDEN);
        }
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("X-Trino-Source", request.tag().value());
        headers.put("X-Trino-Client-Info", request.tag().value());
        headers.put("X-Trino-Session", limits(query.limits()));
        headers.put(Statements.TRANSACTION, statements.begin(headers, stop));
        try {
            return in(headers, query, request, stop);
        } finally {
            statements.rollback(headers);
        }
    }

    private Answer in(Map<String, String> headers, GuardedQuery query, Request request, Stop stop)
            throws SourceFailure {
        String statement = statement(query);
        Answer answer = new Answer(query.limits().maxRows(), request.limits());
        OptionalLong estimated = estimate(statement, headers, stop);
        if (estimated.isPresent()) {
            long bytes = estimated.getAsLong();
            if (bytes > query.limits().maxBytes()) {
                throw Statements.overBudget(bytes, query.limits().maxBytes());
            }
            answer.estimated(bytes);
        }
        statements.run(statement, headers, answer, stop);
        return answer;
    }

    /** Claims are bound by the server; they are, however, seen in its list of queries. */
    private static String statement(GuardedQuery query) {
        if (query.parameters().isEmpty()) {
            return query.sql();
        }
        return "EXECUTE IMMEDIATE "
                + Statements.literal(query.sql())
                + " USING "
                + query.parameters().stream()
                        .map(parameter -> Statements.literal(parameter.value()))
                        .collect(Collectors.joining(", "));
    }

    private static String limits(Limits limits) {
        return "query_max_run_time="
                + limits.timeout().toMillis()
                + "ms,query_max_scan_physical_bytes="
                + limits.maxBytes()
                + "B";
    }

    /** Bytes that the tables will yield, where their connectors know; empty where one does not. */
    private OptionalLong estimate(String statement, Map<String, String> headers, Stop stop)
            throws SourceFailure {
        Answer plan = Answer.ofCatalogue(1);
        statements.run("EXPLAIN (TYPE IO, FORMAT JSON) " + statement, headers, plan, stop);
        if (plan.texts().isEmpty()) {
            throw SourceFailure.unreadable();
        }
        try {
            long sum = 0;
            JsonNode inputs =
                    HttpReply.JSON
                            .readTree(plan.texts().getFirst().getFirst())
                            .path("inputTableColumnInfos");
            for (JsonNode input : inputs) {
                JsonNode bytes = input.path("estimate").path("outputSizeInBytes");
                if (!bytes.isNumber()) {
                    return OptionalLong.empty();
                }
                sum = Math.addExact(sum, Math.max(0, (long) bytes.asDouble()));
            }
            return OptionalLong.of(sum);
        } catch (JacksonException | ArithmeticException e) {
            throw SourceFailure.unreadable();
        }
    }

    @Override
    public void close() {
        statements.close();
    }
}
