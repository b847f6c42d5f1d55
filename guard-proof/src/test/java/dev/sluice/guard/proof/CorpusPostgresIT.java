package dev.sluice.guard.proof;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;

class CorpusPostgresIT extends CorpusResults {
    @Override
    CorpusJudge start() throws IOException, SQLException {
        return new TwinJudge(
                PostgresTwin.start(),
                List.of("postgresql"),
                "PostgreSQL 18",
                "by a role that may read every table and write none, in a read-only"
                        + " transaction");
    }
}
