package dev.sluice.connector.clickhouse;

import dev.sluice.connector.Request;
import dev.sluice.connector.http.Answer;
import dev.sluice.connector.http.HttpEngine;
import dev.sluice.connector.http.SourceFailure;
import dev.sluice.connector.http.Stop;
import dev.sluice.core.Limits;
import dev.sluice.core.ReasonCode;
import dev.sluice.guard.GuardedQuery;
import dev.sluice.guard.lexical.LastLook;
import dev.sluice.guard.lexical.Quotes;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Runs a query under limits that stand beside its text, where the text cannot change them. */
final class ClickHouseEngine implements HttpEngine {
    private final Queries queries;
    private volatile Queries.@Nullable Access access;

    ClickHouseEngine(Queries queries) {
        this.queries = queries;
    }

    @Override
    public Answer run(GuardedQuery query, Request request, Stop stop) throws SourceFailure {
        // How claims are bound, a dialect of the guard will say.
        if (!query.parameters().isEmpty()
                || LastLook.at(query.sql(), Quotes.BACKTICKS).isPresent()) {
            throw SourceFailure.of(ReasonCode.STATEMENT_FORBIDDEN);
        }
        Answer answer = new Answer(query.limits().maxRows(), request.limits());
        Map<String, String> settings = settings(query.limits(), access(stop));
        settings.put("log_comment", request.tag().value());
        queries.run(query.sql(), settings, answer, stop);
        return answer;
    }

    private Queries.Access access(Stop stop) throws SourceFailure {
        Queries.Access known = access;
        if (known == null) {
            known = queries.access(stop);
            access = known;
        }
        return known;
    }

    private static Map<String, String> settings(Limits limits, Queries.Access access) {
        Map<String, String> settings = new LinkedHashMap<>();
        long seconds = Math.max(1, limits.timeout().plusMillis(999).toSeconds());
        settings.put("max_execution_time", Long.toString(seconds));
        settings.put("timeout_overflow_mode", "throw");
        settings.put("max_bytes_to_read", Long.toString(limits.maxBytes()));
        settings.put("read_overflow_mode", "throw");
        // The rest of the block in which the limit is reached comes, too, and so tells of more.
        settings.put("max_result_rows", Long.toString(limits.maxRows() + 1L));
        settings.put("result_overflow_mode", "break");
        settings.put("cancel_http_readonly_queries_on_client_close", "1");
        if (access == Queries.Access.FREE) {
            settings.put("readonly", "1");
        }
        return settings;
    }

    @Override
    public void close() {
        queries.close();
    }
}
