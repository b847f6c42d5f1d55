package dev.sluice.connector.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.sluice.connector.ConnectionMode;
import dev.sluice.connector.Power;
import dev.sluice.connector.Power.Kind;
import dev.sluice.connector.Probe;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every power is given, found, taken away as the probe says, and looked for again. */
class PowersIT {
    private static final Server SERVER = Server.shared();
    private static final String PASSWORD = "reads-nothing-but-3-tables!";
    private static final String NAME = "power \"user";
    private static final String USER = "\"power \"\"user\"";

    @BeforeEach
    void create() {
        SERVER.run(
                "CREATE ROLE " + USER + " LOGIN PASSWORD '" + PASSWORD + "'",
                "CREATE ROLE team NOLOGIN",
                "CREATE ROLE inner_team NOLOGIN",
                "CREATE SCHEMA \"p \"\"1\"",
                "CREATE TABLE \"p \"\"1\".\"t \"\"1\" (id int, v int)",
                "GRANT USAGE ON SCHEMA \"p \"\"1\" TO " + USER + ", team, inner_team",
                "GRANT SELECT ON \"p \"\"1\".\"t \"\"1\" TO " + USER);
    }

    @AfterEach
    void drop() {
        SERVER.run(
                "DROP OWNED BY " + USER + ", team, inner_team CASCADE",
                "DROP SCHEMA IF EXISTS \"p \"\"1\" CASCADE",
                "REVOKE ALL ON FUNCTION pg_read_file(text) FROM PUBLIC",
                "DROP ROLE " + USER + ", team, inner_team");
    }

    private static Probe probe() {
        return new PostgresConnector()
                .probe(
                        Server.target(
                                Server.settings(
                                        "localhost", SERVER.port(), NAME, ConnectionMode.FRESH),
                                PASSWORD));
    }

    private static Arguments given(Kind kind, String subjects, String... sql) {
        return arguments(kind, subjects, List.of(sql));
    }

    static Stream<Arguments> powers() {
        String role = "ALTER ROLE " + USER + " ";
        String table = "\"p \"\"1\".\"t \"\"1\"";
        String join = "GRANT team TO " + USER;
        return Stream.of(
                given(Kind.SUPERUSER, "", role + "SUPERUSER"),
                given(Kind.SUPERUSER, "", "ALTER ROLE team SUPERUSER", join),
                given(Kind.BYPASS_ROW_SECURITY, "", role + "BYPASSRLS"),
                given(Kind.MANAGE_ROLES, "", role + "CREATEROLE"),
                given(Kind.REPLICATION, "", role + "REPLICATION"),
                given(Kind.FILES, "pg_read_server_files", "GRANT pg_read_server_files TO " + USER),
                given(
                        Kind.FILES,
                        "pg_read_file(text)",
                        "GRANT EXECUTE ON FUNCTION pg_read_file(text) TO " + USER),
                given(
                        Kind.FILES,
                        "pg_read_file(text)",
                        "GRANT EXECUTE ON FUNCTION pg_read_file(text) TO PUBLIC"),
                given(
                        Kind.FILES,
                        "pg_read_file(text)",
                        "GRANT EXECUTE ON FUNCTION pg_read_file(text) TO team",
                        join),
                given(
                        Kind.PROGRAMS,
                        "pg_execute_server_program",
                        "GRANT pg_execute_server_program TO " + USER),
                given(Kind.ADMINISTER, "pg_signal_backend", "GRANT pg_signal_backend TO " + USER),
                given(Kind.OTHER_SCHEMAS, "pg_read_all_data", "GRANT pg_read_all_data TO " + USER),
                given(Kind.OTHER_SESSIONS, "pg_monitor", "GRANT pg_monitor TO " + USER),
                given(Kind.WRITE, "p \"1.t \"1", "GRANT INSERT ON " + table + " TO " + USER),
                given(Kind.WRITE, "p \"1.t \"1", "GRANT UPDATE (v) ON " + table + " TO " + USER),
                given(Kind.WRITE, "p \"1.t \"1", "GRANT TRUNCATE ON " + table + " TO PUBLIC"),
                given(
                        Kind.WRITE,
                        "p \"1.t \"1",
                        "GRANT DELETE ON " + table + " TO inner_team",
                        "GRANT inner_team TO team",
                        "ALTER ROLE team NOINHERIT",
                        role + "NOINHERIT",
                        join),
                given(Kind.OWN, "p \"1.t \"1", "ALTER TABLE " + table + " OWNER TO " + USER),
                given(Kind.OWN, "p \"1.t \"1", "ALTER TABLE " + table + " OWNER TO team", join),
                given(Kind.CREATE, "databases", role + "CREATEDB"),
                given(Kind.CREATE, "schemas", "GRANT CREATE ON DATABASE postgres TO " + USER),
                given(
                        Kind.CREATE,
                        "objects in p \"1",
                        "GRANT CREATE ON SCHEMA \"p \"\"1\" TO PUBLIC"),
                given(
                        Kind.CREATE,
                        "objects in p \"1",
                        "GRANT CREATE ON SCHEMA \"p \"\"1\" TO team",
                        join));
    }

    @ParameterizedTest
    @MethodSource("powers")
    void isFoundAndGoneAfterTheAdvice(Kind kind, String subject, List<String> given) {
        SERVER.run(given.toArray(String[]::new));
        Probe found = probe();
        Power power =
                found.powers().stream().filter(p -> p.kind() == kind).findFirst().orElseThrow();
        found.powers().forEach(p -> SERVER.run(p.remedy().toArray(String[]::new)));
        Probe after = probe();

        if (!subject.isEmpty()) {
            assertThat(power.subjects()).contains(subject);
        }
        assertThat(power.remedy()).isNotEmpty();
        assertThat(after.powers()).isEmpty();
        // With what it owned goes what it was granted there: PostgreSQL merges the two.
        if (kind != Kind.OWN) {
            assertThat(after.tables()).as("what it may read stays").isEqualTo(1);
        }
    }

    @Test
    void leavesAloneAMembershipThatOnlyReads() {
        SERVER.run(
                "GRANT SELECT ON \"p \"\"1\".\"t \"\"1\" TO team",
                "GRANT team TO " + USER,
                "GRANT INSERT ON \"p \"\"1\".\"t \"\"1\" TO " + USER);

        assertThat(probe().powers())
                .singleElement()
                .satisfies(power ->
                        assertThat(power.remedy())
                                .containsExactly(
                                        "REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON"
                                                + " \"p \"\"1\".\"t \"\"1\" FROM PUBLIC, "
                                                + USER));
    }
}
