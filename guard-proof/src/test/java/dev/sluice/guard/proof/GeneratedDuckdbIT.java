package dev.sluice.guard.proof;

import java.sql.SQLException;

class GeneratedDuckdbIT extends GeneratedQueries {
    @Override
    TwinServer start() throws SQLException {
        return DuckdbTwin.start();
    }
}
