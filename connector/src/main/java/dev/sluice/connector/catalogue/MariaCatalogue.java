package dev.sluice.connector.catalogue;

import dev.sluice.connector.ConnectionSettings;
import dev.sluice.connector.Credential;
import dev.sluice.connector.SecretName;
import dev.sluice.connector.TlsMode;
import dev.sluice.core.ReasonCode;
import dev.sluice.core.Schema;
import dev.sluice.core.Secret;
import dev.sluice.core.SluiceException;
import dev.sluice.core.TableName;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.mariadb.jdbc.Driver;

/**
 * Reads one database of a MariaDB or MySQL server from its {@code information_schema}, which holds
 * what the user has a privilege for; columns that it may not select are left out. Foreign keys show
 * to those alone who have another privilege for the table than to select from it.
 *
 * @see <a href="https://mariadb.com/docs/connectors/mariadb-connector-j/about-mariadb-connector-j">
 *     the driver's options</a>
 */
public final class MariaCatalogue {
    private static final String COLUMNS =
            "SELECT table_name, column_name, column_type, generation_expression"
                    + " FROM information_schema.columns WHERE table_schema = ?"
                    + " AND privileges LIKE '%select%' ORDER BY table_name, ordinal_position";

    /** Indexes show to everybody who may select, constraints do not. */
    private static final String PRIMARY_KEYS =
            "SELECT table_name, column_name FROM information_schema.statistics"
                    + " WHERE table_schema = ? AND index_name = 'PRIMARY'"
                    + " ORDER BY table_name, seq_in_index";

    private static final String FOREIGN_KEYS =
            "SELECT table_name, constraint_name, column_name, referenced_table_schema,"
                    + " referenced_table_name, referenced_column_name"
                    + " FROM information_schema.key_column_usage WHERE table_schema = ?"
                    + " AND referenced_table_name IS NOT NULL"
                    + " ORDER BY table_name, constraint_name, ordinal_position";

    private static final String TABLES =
            "SELECT t.table_name, t.table_type, t.engine, v.view_definition"
                    + " FROM information_schema.tables t LEFT JOIN information_schema.views v"
                    + " ON v.table_schema = t.table_schema AND v.table_name = t.table_name"
                    + " WHERE t.table_schema = ? ORDER BY t.table_name";

    /** Engines whose tables are somewhere else, or are several tables. */
    private static final Set<String> ELSEWHERE =
            Set.of("federated", "connect", "spider", "mrg_myisam", "s3", "csv", "oqgraph", "ndb");

    private MariaCatalogue() {}

    static Schema read(CatalogueSource.Maria source, Credential credential) {
        try (Connection connection = open(source, credential)) {
            connection.setReadOnly(true);
            return read(connection, source.database());
        } catch (SQLException e) {
            throw unavailable(e);
        }
    }

    /**
     * Reads a database of the server that is connected to.
     *
     * @throws SluiceException {@code RESULT_TOO_LARGE}
     */
    public static Schema read(Connection connection, String database) throws SQLException {
        CatalogueTables tables = new CatalogueTables();
        for (List<String> row : CatalogueRows.of(connection, COLUMNS, database)) {
            TableName table = new TableName(database, row.get(0));
            tables.column(table, row.get(1), row.get(2), row.get(3));
        }
        for (List<String> row : CatalogueRows.of(connection, PRIMARY_KEYS, database)) {
            tables.primaryKey(new TableName(database, row.get(0)), row.get(1));
        }
        for (List<String> row : CatalogueRows.of(connection, FOREIGN_KEYS, database)) {
            TableName references = new TableName(row.get(3), row.get(4));
            tables.foreignKey(
                    new TableName(database, row.get(0)),
                    row.get(1),
                    references,
                    row.get(2),
                    row.get(5));
        }
        for (List<String> row : CatalogueRows.of(connection, TABLES, database)) {
            lineage(tables, new TableName(database, row.get(0)), row);
        }
        return tables.schema();
    }

    /** A view's text shows only to those with a privilege for it. */
    private static void lineage(CatalogueTables tables, TableName table, List<String> row) {
        String engine = row.get(2);
        if (row.get(1).contains("VIEW")) {
            String definition = row.get(3);
            tables.lineage(
                    table,
                    Schema.Kind.VIEW,
                    definition.isEmpty() ? "what only its owner may see" : definition);
        } else if (ELSEWHERE.contains(engine.toLowerCase(Locale.ROOT))) {
            tables.lineage(table, Schema.Kind.FOREIGN_TABLE, "engine " + engine);
        }
    }

    private static Connection open(CatalogueSource.Maria source, Credential credential)
            throws SQLException {
        if (source.tls() != TlsMode.PREFER) {
            return open(source, credential, source.tls());
        }
        try {
            return open(source, credential, TlsMode.REQUIRE);
        } catch (SQLException e) {
            // A server without certificates is taken as it is where nobody can stand between.
            if (!ConnectionSettings.isLoopback(source.host())) {
                throw e;
            }
            return open(source, credential, TlsMode.DISABLE);
        }
    }

    private static Connection open(CatalogueSource.Maria source, Credential credential, TlsMode tls)
            throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", source.user());
        properties.setProperty("sslMode", tls == TlsMode.REQUIRE ? "trust" : tls.wireName());
        properties.setProperty("allowLocalInfile", "false");
        String millis = Long.toString(CatalogueSource.TIMEOUT.toMillis());
        properties.setProperty("connectTimeout", millis);
        properties.setProperty("socketTimeout", millis);
        try (Secret password = credential.open(SecretName.PASSWORD)) {
            properties.setProperty(
                    "password", new String(password.reveal(), StandardCharsets.UTF_8));
            Connection connection =
                    new Driver()
                            .connect(
                                    "jdbc:mariadb://%s:%d/".formatted(source.host(), source.port()),
                                    properties);
            if (connection == null) {
                throw new SQLException("the driver does not take the address", "08001");
            }
            return connection;
        }
    }

    private static SluiceException unavailable(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        String sentence =
                switch (state.substring(0, Math.min(2, state.length()))) {
                    case "28" -> "The database refused the login.";
                    case "42" -> "The user may not read the catalogue.";
                    case "08" -> "The database cannot be reached, or not under this --tls mode.";
                    default -> "The database could not be read.";
                };
        return new SluiceException(
                ReasonCode.SOURCE_UNAVAILABLE, sentence, Map.of("sql_state", state));
    }
}
