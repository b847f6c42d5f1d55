package dev.sluice.guard.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The lists against the catalogue of a real PostgreSQL. */
class PostgresListsIT {
    private static final Dialect DIALECT = Dialect.named("postgresql").orElseThrow();

    private static EmbeddedPostgres postgres;

    @BeforeAll
    static void start() throws IOException {
        postgres = EmbeddedPostgres.start();
    }

    @AfterAll
    static void stop() throws IOException {
        postgres.close();
    }

    private static Set<String> names(String sql) throws SQLException {
        Set<String> names = new HashSet<>();
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            while (result.next()) {
                names.add(result.getString(1));
            }
        }
        return names;
    }

    @Test
    void everyListedNameExists() throws SQLException {
        String own = " WHERE %s = 'pg_catalog'::regnamespace";
        assertThat(names("SELECT proname FROM pg_proc" + own.formatted("pronamespace")))
                .containsAll(DIALECT.functions().keySet());
        assertThat(names("SELECT oprname FROM pg_operator" + own.formatted("oprnamespace")))
                .containsAll(DIALECT.operators());
        assertThat(names("SELECT typname FROM pg_type" + own.formatted("typnamespace")))
                .containsAll(DIALECT.types().values());
        assertThat(names("SELECT collname FROM pg_collation" + own.formatted("collnamespace")))
                .containsAll(DIALECT.collations());
    }

    @Test
    void noListedFunctionIsVolatile() throws SQLException {
        assertThat(
                        names(
                                "SELECT proname FROM pg_proc WHERE pronamespace ="
                                        + " 'pg_catalog'::regnamespace AND provolatile = 'v'"))
                .doesNotContainAnyElementsOf(DIALECT.functions().keySet());
    }

    @Test
    void everyReservedWordIsListed() throws SQLException {
        assertThat(DIALECT.keywords().reserved())
                .containsAll(names("SELECT word FROM pg_get_keywords() WHERE catcode = 'R'"));
        assertThat(DIALECT.keywords().typeOrFunction())
                .containsAll(names("SELECT word FROM pg_get_keywords() WHERE catcode = 'T'"));
        assertThat(DIALECT.keywords().columnOnly())
                .containsAll(names("SELECT word FROM pg_get_keywords() WHERE catcode = 'C'"));
        assertThat(DIALECT.keywords().needsAs())
                .containsAll(names("SELECT word FROM pg_get_keywords() WHERE NOT barelabel"));
    }
}
