package dev.sluice.connector.contract;

import static dev.sluice.connector.contract.Cases.assertFailed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.connector.Capacity;
import dev.sluice.connector.ConnectionMode;
import dev.sluice.connector.Database;
import dev.sluice.connector.Probe;
import dev.sluice.core.ReasonCode;
import dev.sluice.core.Schema;
import dev.sluice.core.TableName;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What the database itself does not let happen, and what it shows. */
@ParameterizedClass
@MethodSource("dev.sluice.connector.contract.Fixtures#all")
class FloorIT {
    @Parameter Fixture engine;

    private Database database;

    @BeforeEach
    void open() {
        database = engine.connector().open(engine.target(ConnectionMode.POOLED), Capacity.DEFAULT);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void writesNothingEvenThroughAFunctionThatTheRoleMayUse() {
        String before = engine.written();
        for (String sql : engine.writes()) {
            assertFailed(Cases.run(database, sql, new Answer()), ReasonCode.QUERY_FAILED);
            assertThat(engine.written()).as(sql).isEqualTo(before);
        }
    }

    @Test
    void takesOneStatementThatReads() {
        for (String sql :
                List.of(
                        engine.one() + "; " + engine.one(),
                        engine.one() + ";",
                        engine.one() + " -- and more",
                        "INSERT INTO shop.log VALUES ('x')",
                        "UPDATE shop.log SET line = 'x'",
                        "DELETE FROM shop.log",
                        "DROP TABLE shop.log",
                        "CREATE TABLE shop.more (id int)",
                        "TRUNCATE TABLE shop.log",
                        "GRANT SELECT ON shop.items TO reader",
                        "SELECT line FROM shop.log FOR UPDATE",
                        "CALL shop.anything()",
                        "LOCK TABLES shop.log WRITE")) {
            assertFailed(Cases.run(database, sql, new Answer()), ReasonCode.STATEMENT_FORBIDDEN);
        }
        assertThat(Cases.answer(database, engine.one()).cell()).isEqualTo("1");
    }

    @Test
    void readsTheSchemaThatTheRoleMaySelect() {
        Schema schema = engine.connector().readSchema(engine.target(ConnectionMode.FRESH));

        assertThat(schema.tables().keySet())
                .extracting(TableName::toString)
                .contains(engine.visibleTable())
                .doesNotContain(engine.hiddenTable());
    }

    @Test
    void probesTheRole() {
        Probe probe = engine.connector().probe(engine.target(ConnectionMode.FRESH));

        assertThat(probe.version()).matches("\\d+(\\.\\d+)*");
        assertThat(probe.superuser()).isFalse();
        assertThat(probe.readOnlyReplica()).isFalse();
        assertThat(probe.canWrite()).containsExactly("shop.log");
        assertThat(probe.tables()).isGreaterThanOrEqualTo(2);
    }
}
