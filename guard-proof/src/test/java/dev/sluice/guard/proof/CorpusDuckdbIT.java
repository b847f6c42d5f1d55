package dev.sluice.guard.proof;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;

class CorpusDuckdbIT extends CorpusResults {
    @Override
    CorpusJudge start() throws IOException, SQLException {
        return new TwinJudge(
                DuckdbTwin.start(),
                List.of("duckdb"),
                "DuckDB",
                "to a database that is opened for reading alone, without access to files"
                        + " and with its configuration locked: DuckDB has no accounts");
    }
}
