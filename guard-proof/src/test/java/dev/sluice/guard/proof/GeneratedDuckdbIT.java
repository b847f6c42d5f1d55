package dev.sluice.guard.proof;

import java.io.IOException;
import java.sql.SQLException;

class GeneratedDuckdbIT extends GeneratedQueries {
    @Override
    TwinServer start() throws IOException, SQLException {
        return DuckdbTwin.start();
    }
}
