package dev.sluice.guard.proof;

import java.io.IOException;
import java.sql.SQLException;

class GeneratedMariadbIT extends GeneratedQueries {
    @Override
    TwinServer start() throws IOException, SQLException {
        return MariadbTwin.start();
    }
}
