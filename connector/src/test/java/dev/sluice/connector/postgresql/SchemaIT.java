package dev.sluice.connector.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.connector.ConnectionMode;
import dev.sluice.connector.ConnectionSettings;
import dev.sluice.connector.Power;
import dev.sluice.connector.Probe;
import dev.sluice.core.Schema;
import dev.sluice.core.TableName;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SchemaIT {
    private static final Server SERVER = Server.shared();
    private static final String PASSWORD = "a-2nd-reader-of-a-few-columns!";
    private static final TableName ORDERS = new TableName("s1", "orders");

    private final PostgresConnector connector = new PostgresConnector();

    @BeforeEach
    void create() {
        SERVER.run(
                "CREATE ROLE narrow LOGIN PASSWORD '" + PASSWORD + "'",
                "CREATE SCHEMA s1",
                "CREATE SCHEMA s2",
                "CREATE DOMAIN s1.code AS text",
                "CREATE TABLE s1.regions (code s1.code PRIMARY KEY, name text)",
                "CREATE TABLE s1.secret (id int PRIMARY KEY)",
                "CREATE TABLE s1.orders (id bigint, line int, region s1.code"
                        + " REFERENCES s1.regions, secret_id int REFERENCES s1.secret,"
                        + " amount numeric(12,2), tags text[], PRIMARY KEY (id, line))",
                "CREATE VIEW s1.totals AS SELECT sum(amount) AS total FROM s1.orders",
                "CREATE TABLE s1.\"Odd \"\"name\" (\"a.b\" int)",
                "CREATE TABLE s2.elsewhere (id int)",
                "GRANT USAGE ON SCHEMA s1 TO narrow",
                "GRANT SELECT (id, line, region, amount, secret_id) ON s1.orders TO narrow",
                "GRANT SELECT ON s1.regions, s1.totals, s1.\"Odd \"\"name\" TO narrow",
                "GRANT SELECT ON s2.elsewhere TO narrow");
    }

    @AfterEach
    void drop() {
        SERVER.run("DROP SCHEMA s1, s2 CASCADE", "DROP OWNED BY narrow", "DROP ROLE narrow");
    }

    private static ConnectionSettings settings(String user) {
        return Server.settings("localhost", SERVER.port(), user, ConnectionMode.FRESH);
    }

    private Schema read() {
        return connector.readSchema(Server.target(settings("narrow"), PASSWORD));
    }

    @Test
    void readsOnlyWhatTheRoleMaySelect() {
        Schema schema = read();

        assertThat(schema.tables().keySet())
                .containsExactly(
                        new TableName("s1", "Odd \"name"),
                        ORDERS,
                        new TableName("s1", "regions"),
                        new TableName("s1", "totals"));
        assertThat(schema.table(ORDERS).orElseThrow().columns())
                .containsExactly(
                        new Schema.Column("id", "bigint"),
                        new Schema.Column("line", "integer"),
                        new Schema.Column("region", "s1.code"),
                        new Schema.Column("secret_id", "integer"),
                        new Schema.Column("amount", "numeric(12,2)"));
    }

    @Test
    void readsKeysInOrderAndHidesThoseThatTellOfHiddenTables() {
        Schema.Table orders = read().table(ORDERS).orElseThrow();

        assertThat(orders.primaryKey()).containsExactly("id", "line");
        assertThat(orders.foreignKeys())
                .containsExactly(
                        new Schema.ForeignKey(
                                List.of("region"),
                                new TableName("s1", "regions"),
                                List.of("code")));
    }

    @Test
    void hidesAKeyWithAHiddenColumn() {
        SERVER.run("REVOKE SELECT (line) ON s1.orders FROM narrow");

        assertThat(read().table(ORDERS).orElseThrow().primaryKey()).isEmpty();
    }

    @Test
    void probesAReaderWithoutWarningsButThoseOfThisServer() {
        Probe probe = connector.probe(Server.target(settings("narrow"), PASSWORD));

        assertThat(probe.superuser()).isFalse();
        assertThat(probe.readOnlyReplica()).isFalse();
        assertThat(probe.canWrite()).isEmpty();
        assertThat(probe.tables()).isEqualTo(4);
        assertThat(probe.version()).matches("\\d+(\\.\\d+)?");
        assertThat(probe.powers()).isEmpty();
        assertThat(probe.encrypted()).isFalse();
        assertThat(probe.clientAddress()).isIn("127.0.0.1", "::1");
        assertThat(probe.warnings()).isEmpty();
    }

    @Test
    void probesWhatARoleCouldChange() {
        SERVER.run(
                "GRANT UPDATE (amount) ON s1.orders TO narrow",
                "GRANT CREATE ON SCHEMA s1 TO narrow",
                "GRANT pg_read_server_files TO narrow");
        Probe probe = connector.probe(Server.target(settings("narrow"), PASSWORD));

        assertThat(probe.canWrite()).containsExactly("s1.orders");
        assertThat(probe.powers())
                .extracting(Power::kind)
                .containsExactly(Power.Kind.FILES, Power.Kind.WRITE, Power.Kind.CREATE);
    }

    private Schema.Lineage lineage(String table) {
        return read().table(new TableName("s1", table)).orElseThrow().lineage();
    }

    @Test
    void saysWhatAViewReadsThroughOtherViews() {
        SERVER.run(
                "CREATE FUNCTION s1.peek() RETURNS bigint LANGUAGE sql AS 'SELECT 1::bigint'",
                "CREATE VIEW s1.outer_view AS SELECT t.total, e.id, s1.peek() FROM s1.totals t,"
                        + " s2.elsewhere e",
                "CREATE MATERIALIZED VIEW s1.kept AS SELECT name FROM s1.regions",
                "GRANT SELECT ON s1.outer_view, s1.kept TO narrow");

        assertThat(lineage("orders")).isEqualTo(Schema.Lineage.PLAIN);
        assertThat(lineage("totals"))
                .isEqualTo(new Schema.Lineage(Schema.Kind.VIEW, List.of("s1.orders (amount)")));
        assertThat(lineage("outer_view").kind()).isEqualTo(Schema.Kind.VIEW);
        assertThat(lineage("outer_view").reads())
                .containsExactlyInAnyOrder(
                        "function s1.peek",
                        "s1.orders (amount)",
                        "s1.totals (total)",
                        "s2.elsewhere (id)");
        assertThat(lineage("kept"))
                .isEqualTo(
                        new Schema.Lineage(
                                Schema.Kind.MATERIALIZED_VIEW, List.of("s1.regions (name)")));
    }

    @Test
    void saysWhatPartitionsChildrenAndServersATableReads() {
        SERVER.run(
                "CREATE FOREIGN DATA WRAPPER nothing",
                "CREATE SERVER legacy FOREIGN DATA WRAPPER nothing",
                "CREATE TABLE s1.years (y int, v int) PARTITION BY LIST (y)",
                "CREATE TABLE s1.years_1 PARTITION OF s1.years FOR VALUES IN (1)",
                "CREATE FOREIGN TABLE s1.years_2 PARTITION OF s1.years FOR VALUES IN (2) SERVER"
                        + " legacy",
                "CREATE TABLE s1.parent (id int)",
                "CREATE TABLE s1.child (secret text) INHERITS (s1.parent)",
                "GRANT SELECT ON s1.years, s1.years_2, s1.parent TO narrow");
        try {
            assertThat(lineage("years").kind()).isEqualTo(Schema.Kind.PARTITIONED_TABLE);
            assertThat(lineage("years").reads())
                    .containsExactlyInAnyOrder("s1.years_1", "s1.years_2", "server legacy");
            assertThat(lineage("years_2"))
                    .isEqualTo(
                            new Schema.Lineage(
                                    Schema.Kind.FOREIGN_TABLE, List.of("server legacy")));
            assertThat(lineage("parent"))
                    .isEqualTo(new Schema.Lineage(Schema.Kind.TABLE, List.of("s1.child")));
        } finally {
            SERVER.run("DROP SERVER legacy CASCADE", "DROP FOREIGN DATA WRAPPER nothing");
        }
    }

    @Test
    void saysWhatAGeneratedColumnIsComputedFrom() {
        SERVER.run(
                "CREATE TABLE s1.lines (price int, n int DEFAULT 1, total int GENERATED ALWAYS AS"
                        + " (price * n) STORED)",
                "GRANT SELECT ON s1.lines TO narrow");

        assertThat(read().table(new TableName("s1", "lines")).orElseThrow().columns())
                .extracting(Schema.Column::generated)
                .containsExactly(null, null, "(price * n)");
    }
}
