package dev.sluice.guard.proof;

import java.sql.SQLException;
import java.sql.Statement;

/** What a database does with a text that no guard has seen, for an account that may only read. */
enum Raw {
    RUNS("it runs"),
    NOT_PERMITTED("stopped: no permission"),
    AN_ERROR("an error");

    private final String words;

    Raw(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }

    /** Runs all of the text's statements, and so throws for the first that does not run. */
    static Raw of(Statement statement, String sql) throws SQLException {
        statement.setEscapeProcessing(false);
        boolean rows = statement.execute(sql);
        while (rows || statement.getUpdateCount() >= 0) {
            rows = statement.getMoreResults();
        }
        return RUNS;
    }
}
