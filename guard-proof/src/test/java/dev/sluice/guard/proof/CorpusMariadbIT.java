package dev.sluice.guard.proof;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;

class CorpusMariadbIT extends CorpusResults {
    @Override
    CorpusJudge start() throws IOException, SQLException {
        return new TwinJudge(
                MariadbTwin.start(),
                List.of("mysql", "mariadb"),
                "MariaDB 11.4",
                "to MariaDB by an account that may read every table of the shop and has no"
                        + " other privilege, in a read-only transaction");
    }
}
