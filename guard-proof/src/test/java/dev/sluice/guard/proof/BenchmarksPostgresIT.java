package dev.sluice.guard.proof;

import java.io.IOException;
import java.sql.SQLException;

class BenchmarksPostgresIT extends Benchmarks {
    @Override
    BenchmarkEngine start() throws IOException, SQLException {
        return PostgresEngine.start();
    }
}
