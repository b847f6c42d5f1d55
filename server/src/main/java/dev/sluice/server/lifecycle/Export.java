package dev.sluice.server.lifecycle;

import dev.sluice.core.TenantId;
import dev.sluice.server.identity.Actor;
import dev.sluice.server.identity.Ledger;
import dev.sluice.server.identity.TenantSchemas;
import dev.sluice.server.store.Transactions;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.sql.DataSource;

/**
 * Everything that is kept for a tenant, or about a person, as of one moment and without secrets:
 * JSON lines as PostgreSQL writes rows.
 */
public final class Export {
    private static final int ROWS_AT_ONCE = 500;

    private final DataSource deployment;
    private final TenantSchemas schemas;
    private final Ledger ledger;

    /**
     * @param deployment the deployment's schema
     */
    public Export(DataSource deployment, TenantSchemas schemas, Ledger ledger) {
        this.deployment = deployment;
        this.schemas = schemas;
        this.ledger = ledger;
    }

    /** Takes one row after the other. */
    @FunctionalInterface
    private interface Sink {
        void row(String json) throws IOException;
    }

    /**
     * Writes a ZIP archive with a file {@code <table>.jsonl} for each table. The stream stays open.
     *
     * @throws UncheckedIOException when the stream fails
     */
    public void tenant(TenantId tenant, Actor by, OutputStream out) {
        ZipOutputStream zip = new ZipOutputStream(out, StandardCharsets.UTF_8);
        snapshot(
                tenant,
                connection -> {
                    ledger.log(connection, tenant, by, "tenant.exported", tenant.value(), Map.of());
                    for (ExportTable table : ExportTable.ALL) {
                        zip.putNextEntry(new ZipEntry(table.name() + ".jsonl"));
                        read(
                                connection,
                                tenant,
                                table,
                                table.ofTenant(),
                                tenant.value(),
                                json -> {
                                    zip.write(json.getBytes(StandardCharsets.UTF_8));
                                    zip.write('\n');
                                });
                        zip.closeEntry();
                    }
                    zip.finish();
                });
    }

    /**
     * Writes one JSON object for each row that is about the account, a line each: {@code
     * {"table":…,"row":…}}. The stream stays open.
     *
     * @throws UncheckedIOException when the stream fails
     */
    public void account(TenantId tenant, UUID account, Actor by, OutputStream out) {
        snapshot(
                tenant,
                connection -> {
                    ledger.log(
                            connection,
                            tenant,
                            by,
                            "account.exported",
                            account.toString(),
                            Map.of());
                    for (ExportTable table : ExportTable.ALL) {
                        if (!table.ofAccount().isEmpty()) {
                            read(
                                    connection,
                                    tenant,
                                    table,
                                    table.ofAccount(),
                                    account.toString(),
                                    json ->
                                            out.write(
                                                    ("{\"table\":\""
                                                                    + table.name()
                                                                    + "\",\"row\":"
                                                                    + json
                                                                    + "}\n")
                                                            .getBytes(StandardCharsets.UTF_8)));
                        }
                    }
                });
    }

    /** What is done within the snapshot. */
    @FunctionalInterface
    private interface Reading {
        void on(Connection connection) throws SQLException, IOException;
    }

    private void snapshot(TenantId tenant, Reading reading) {
        schemas.of(tenant); // up to date, before the snapshot is taken
        Transactions.inTransaction(
                deployment,
                connection -> {
                    connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
                    try {
                        reading.on(connection);
                        connection.commit();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    } finally {
                        connection.rollback(); // of what failed; the level changes in between only
                        connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
                    }
                    return true;
                });
    }

    private void read(
            Connection connection,
            TenantId tenant,
            ExportTable table,
            String condition,
            String parameter,
            Sink sink)
            throws SQLException, IOException {
        try (PreparedStatement statement =
                connection.prepareStatement(table.select(schemas.of(tenant), condition))) {
            statement.setFetchSize(ROWS_AT_ONCE);
            if (!condition.isEmpty()) {
                statement.setString(1, parameter);
            }
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    sink.row(rows.getString(1));
                }
            }
        }
    }
}
