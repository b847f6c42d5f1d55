package dev.sluice.guard.proof;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;

/** A database of its own, gone when closed. */
interface BenchmarkEngine extends AutoCloseable {
    /** As policies name it. */
    String dialect();

    /** Makes the benchmark's tables in a schema of its name. */
    void load(Benchmark benchmark) throws SQLException, IOException;

    /** From here on, names without a schema mean those of the benchmark. */
    void use(Benchmark benchmark) throws SQLException;

    /** From here on, names without a schema mean nothing. */
    void useNone() throws SQLException;

    /** The rows of a query, each as one text. */
    List<String> rows(String sql) throws SQLException;

    @Override
    void close() throws IOException, SQLException;
}
