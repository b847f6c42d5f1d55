package dev.sluice.server.policy;

import dev.sluice.core.Policy;
import dev.sluice.policy.PolicyFile;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/** {@code warehouse_policies}, and the data sources that the newest one registers. */
public final class PolicyTable {
    private PolicyTable() {}

    /** The policy in force, empty before the first. */
    public static Optional<AppliedPolicy> newest(Connection connection) throws SQLException {
        try (Statement select = connection.createStatement();
                ResultSet row =
                        select.executeQuery(
                                "select version, yaml, applied_by, applied_at from"
                                        + " warehouse_policies order by version desc limit 1")) {
            return row.next()
                    ? Optional.of(
                            new AppliedPolicy(
                                    row.getLong("version"),
                                    row.getString("yaml"),
                                    row.getString("applied_by"),
                                    row.getTimestamp("applied_at").toInstant()))
                    : Optional.empty();
        }
    }

    /**
     * Puts a policy in force.
     *
     * @return its version
     */
    public static long add(Connection connection, String yaml, PolicyFile file, String appliedBy)
            throws SQLException {
        long version = insert(connection, yaml, appliedBy);
        register(connection, file, version);
        return version;
    }

    private static long insert(Connection connection, String yaml, String appliedBy)
            throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement(
                        "insert into warehouse_policies (version, yaml, applied_by) select"
                                + " coalesce(max(version), 0) + 1, ?, ? from warehouse_policies"
                                + " returning version")) {
            insert.setString(1, yaml);
            insert.setString(2, appliedBy);
            try (ResultSet row = insert.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    /** Replaces the registered tables by those of this version. */
    private static void register(Connection connection, PolicyFile file, long version)
            throws SQLException {
        try (Statement delete = connection.createStatement()) {
            delete.executeUpdate("delete from warehouse_data_sources");
        }
        try (PreparedStatement insert =
                connection.prepareStatement(
                        "insert into warehouse_data_sources (source, table_name, exposed_columns,"
                                + " filtered, policy_version) values (?, ?, ?, ?, ?)")) {
            for (String source : file.sources()) {
                Policy policy = file.exposedBy(source).orElseThrow();
                for (var table : policy.tables().entrySet()) {
                    insert.setString(1, source);
                    insert.setString(2, table.getKey().toString());
                    insert.setArray(
                            3,
                            connection.createArrayOf(
                                    "text", table.getValue().exposedColumns().toArray()));
                    insert.setBoolean(4, !table.getValue().rowFilters().isEmpty());
                    insert.setLong(5, version);
                    insert.addBatch();
                }
            }
            insert.executeBatch();
        }
    }
}
