package dev.sluice.connector.databricks;

import dev.sluice.connector.Request;
import dev.sluice.connector.http.Answer;
import dev.sluice.connector.http.HttpEngine;
import dev.sluice.connector.http.SourceFailure;
import dev.sluice.connector.http.Stop;
import dev.sluice.core.ReasonCode;
import dev.sluice.guard.GuardedQuery;
import dev.sluice.guard.lexical.LastLook;
import dev.sluice.guard.lexical.Quotes;

/** Runs a query under what a warehouse allows to limit: rows and time. */
final class DatabricksEngine implements HttpEngine {
    private final Statements statements;

    DatabricksEngine(Statements statements) {
        this.statements = statements;
    }

    @Override
    public Answer run(GuardedQuery query, Request request, Stop stop) throws SourceFailure {
        // How claims are bound, a dialect of the guard will say.
        if (!query.parameters().isEmpty()
                || LastLook.at(query.sql(), Quotes.BACKTICKS).isPresent()) {
            throw SourceFailure.of(ReasonCode.STATEMENT_FORBIDDEN);
        }
        Answer answer = new Answer(query.limits().maxRows(), request.limits());
        statements.run(
                tagged(request.tag().value(), query.sql()),
                query.limits().maxRows() + 1L,
                answer,
                stop);
        return answer;
    }

    /** The query history shows the text, and so the comment before it, which cannot end early. */
    static String tagged(String tag, String sql) {
        return "/* " + tag.replace("*", "_").replace("/", ":") + " */ " + sql;
    }

    @Override
    public void close() {
        statements.close();
    }
}
