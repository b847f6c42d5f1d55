package dev.sluice.guard.proof;

import java.sql.SQLException;

class BenchmarksDuckdbIT extends Benchmarks {
    @Override
    BenchmarkEngine start() throws SQLException {
        return DuckdbEngine.start();
    }
}
