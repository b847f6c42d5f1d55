package dev.sluice.connector.sqlserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.connector.Power.Kind;
import dev.sluice.connector.Probe;
import dev.sluice.connector.wire.Rows;
import dev.sluice.core.ReasonCode;
import dev.sluice.core.Schema;
import dev.sluice.core.SluiceException;
import dev.sluice.core.TableName;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The catalogue's questions are answered by hand, so this shows what is made of the answers. */
class SqlServerCatalogueTest {
    private TdsServer server;

    @BeforeEach
    void start() throws Exception {
        server = new TdsServer(null, login -> login.password().equals(SqlServers.PASSWORD));
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private static void rows(TdsAnswer answer, int columns, List<List<String>> rows) {
        answer.texts(columns);
        rows.forEach(row -> answer.row(row.toArray()));
    }

    private void answerSchema() {
        server.answering((sql, answer) -> {
            if (sql.contains("sys.computed_columns")) {
                rows(
                        answer,
                        5,
                        List.of(
                                List.of("dbo", "orders", "id", "bigint", ""),
                                List.of("dbo", "orders", "customer", "int", ""),
                                List.of("dbo", "orders", "net", "decimal(18,4)", "[a]*[b]"),
                                List.of("dbo", "customers", "id", "int", ""),
                                List.of("dbo", "v", "name", "nvarchar(max)", ""),
                                List.of("ext", "files", "line", "varchar(100)", "")));
            } else if (sql.contains("is_primary_key")) {
                rows(
                        answer,
                        3,
                        List.of(List.of("dbo", "orders", "id"), List.of("dbo", "hidden", "id")));
            } else if (sql.contains("sys.foreign_keys")) {
                rows(
                        answer,
                        7,
                        List.of(
                                List.of(
                                        "dbo",
                                        "orders",
                                        "fk1",
                                        "customer",
                                        "dbo",
                                        "customers",
                                        "id"),
                                List.of(
                                        "dbo",
                                        "orders",
                                        "fk2",
                                        "customer",
                                        "dbo",
                                        "hidden",
                                        "id")));
            } else if (sql.contains("sys.sql_modules")) {
                rows(answer, 3, List.of(List.of("dbo", "v", "CREATE VIEW v AS SELECT 1 name")));
            } else if (sql.contains("sys.external_tables")) {
                rows(answer, 2, List.of(List.of("ext", "files")));
            }
        });
    }

    @Test
    void readsTablesColumnsAndKeys() {
        answerSchema();

        Schema schema = SqlServerConnector.sqlServer().readSchema(SqlServers.target(server));

        Schema.Table orders = schema.tables().get(new TableName("dbo", "orders"));
        assertThat(orders.columns())
                .containsExactly(
                        new Schema.Column("id", "bigint", null),
                        new Schema.Column("customer", "int", null),
                        new Schema.Column("net", "decimal(18,4)", "[a]*[b]"));
        assertThat(orders.primaryKey()).containsExactly("id");
        // The other one would tell of a table that the login may not see.
        assertThat(orders.foreignKeys())
                .containsExactly(
                        new Schema.ForeignKey(
                                List.of("customer"),
                                new TableName("dbo", "customers"),
                                List.of("id")));
        assertThat(schema.tables().get(new TableName("dbo", "v")).lineage().kind())
                .isEqualTo(Schema.Kind.VIEW);
        assertThat(schema.tables().get(new TableName("ext", "files")).lineage().kind())
                .isEqualTo(Schema.Kind.FOREIGN_TABLE);
    }

    @Test
    void onlyReadsToGetThere() {
        answerSchema();

        SqlServerConnector.sqlServer().readSchema(SqlServers.target(server));

        assertThat(server.texts())
                .allMatch(text ->
                        text.startsWith("SELECT ")
                                || text.startsWith("SET ")
                                || text.startsWith("set implicit_transactions on")
                                || text.startsWith("IF @@TRANCOUNT > 0 ROLLBACK"));
    }

    @Test
    void refusesACatalogueWithoutEnd() {
        server.answering((sql, answer) -> {
            if (sql.contains("sys.computed_columns")) {
                answer.texts(5);
                for (int i = 0; i <= SchemaReader.ROWS_MAX; i++) {
                    answer.row("dbo", "t" + i, "c", "int", null);
                }
            }
        });

        assertThatThrownBy(
                        () -> SqlServerConnector.sqlServer().readSchema(SqlServers.target(server)))
                .isInstanceOfSatisfying(
                        SluiceException.class,
                        e -> assertThat(e.code()).isEqualTo(ReasonCode.RESULT_TOO_LARGE));
    }

    private void answerProbe(
            String sysadmin, String owner, String updateability, List<String> permissions) {
        server.answering((sql, answer) -> {
            if (sql.contains("SERVERPROPERTY")) {
                rows(
                        answer,
                        7,
                        List.of(
                                List.of(
                                        "16.0.4135.4",
                                        sysadmin,
                                        owner,
                                        updateability,
                                        "[reader]",
                                        "[reader_login]",
                                        "192.0.2.7")));
            } else if (sql.contains("fn_my_permissions")) {
                rows(
                        answer,
                        2,
                        permissions.stream()
                                .map(permission -> List.of(permission.split("/", -1)))
                                .toList());
            } else if (sql.contains("'INSERT'")) {
                rows(
                        answer,
                        3,
                        permissions.contains("INSERT/DATABASE")
                                ? List.of(List.of("dbo", "log", "[dbo].[log]"))
                                : List.of());
            } else if (sql.contains("COUNT(*)")) {
                rows(answer, 1, List.of(List.of("42")));
            } else if (sql.contains("sys.databases")) {
                rows(answer, 1, List.of());
            } else if (sql.contains("sys.servers")) {
                rows(answer, 1, List.of(List.of("ERP")));
            }
        });
    }

    @Test
    void findsNothingOnALoginThatMayOnlyRead() {
        answerProbe(
                "0",
                "0",
                "READ_ONLY",
                List.of("CONNECT SQL/SERVER", "CONNECT/DATABASE", "SHOWPLAN/DATABASE"));

        Probe probe = SqlServerConnector.sqlServer().probe(SqlServers.target(server));

        assertThat(probe.version()).isEqualTo("16.0.4135.4");
        assertThat(probe.clientAddress()).isEqualTo("192.0.2.7");
        assertThat(probe.readOnlyReplica()).isTrue();
        assertThat(probe.encrypted()).isFalse();
        assertThat(probe.powers()).isEmpty();
        assertThat(probe.tables()).isEqualTo(42);
        assertThat(probe.warnings()).containsExactly("The server is linked to others: ERP.");
    }

    @Test
    void namesEachPowerAndHowToTakeItAway() {
        answerProbe(
                "1",
                "1",
                "READ_WRITE",
                List.of(
                        "ADMINISTER BULK OPERATIONS/SERVER",
                        "ALTER ANY LOGIN/SERVER",
                        "CONTROL SERVER/SERVER",
                        "CREATE TABLE/DATABASE",
                        "EXECUTE/DATABASE",
                        "INSERT/DATABASE",
                        "VIEW SERVER STATE/SERVER"));

        Probe probe = SqlServerConnector.sqlServer().probe(SqlServers.target(server));

        assertThat(probe.superuser()).isTrue();
        assertThat(probe.powers())
                .extracting(power -> power.kind())
                .containsExactly(
                        Kind.SUPERUSER,
                        Kind.MANAGE_ROLES,
                        Kind.PROGRAMS,
                        Kind.FILES,
                        Kind.ADMINISTER,
                        Kind.CREATE,
                        Kind.OTHER_SESSIONS,
                        Kind.WRITE);
        assertThat(probe.powers().getFirst().remedy())
                .containsExactly(
                        "ALTER SERVER ROLE [sysadmin] DROP MEMBER [reader_login]",
                        "ALTER ROLE [db_owner] DROP MEMBER [reader]");
        assertThat(probe.canWrite()).containsExactly("dbo.log");
        assertThat(probe.warnings()).anyMatch(warning -> warning.contains("GRANT SHOWPLAN"));
    }

    @Test
    void saysWhatIsMissingWhenTheServerRefuses() {
        server.answering((_, answer) -> answer.error(916, 14, "marker-text of the server"));

        assertThatThrownBy(() -> SqlServerConnector.sqlServer().probe(SqlServers.target(server)))
                .isInstanceOfSatisfying(
                        SluiceException.class,
                        e -> {
                            assertThat(e.details()).containsEntry("reason", "not_permitted");
                            assertThat(e).hasMessageNotContaining("marker-");
                        });
    }

    @Test
    void asksSynapseForNoSettingThatItLacks() {
        answerProbe("0", "0", "READ_WRITE", List.of("CONNECT/DATABASE"));

        Probe probe = SqlServerConnector.synapse().probe(SqlServers.target(server));

        assertThat(probe.warnings()).isEmpty();
        assertThat(server.texts()).allMatch(text -> text.startsWith("SELECT "));
    }

    @Test
    void runsOnSynapseWithoutAPlan() {
        server.answering((_, answer) -> answer.texts(1).row("x"));
        Rows rows = new Rows();

        SqlServers.ask(
                SqlServerConnector.synapse(), SqlServers.target(server), "SELECT a FROM b", rows);

        assertThat(rows.rows()).containsExactly(List.of("x"));
        assertThat(server.texts()).containsExactly("SELECT a FROM b");
    }
}
