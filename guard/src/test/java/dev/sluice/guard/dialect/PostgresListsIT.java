package dev.sluice.guard.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The lists against the catalogue of a real PostgreSQL, so that no version of it goes unread. */
class PostgresListsIT {
    private static final Dialect DIALECT = Dialect.named("postgresql").orElseThrow();
    private static final String OF_CATALOG = " = 'pg_catalog'::regnamespace";

    /**
     * Within a range of the list, and yet no call: several arrays side by side are grammar of FROM,
     * and a bucket is of a range's two ends or of an array.
     */
    private static final String NO_CALLS = "unnest [0-9]+|width_bucket 3";

    private static EmbeddedPostgres postgres;

    @BeforeAll
    static void start() throws IOException {
        postgres = EmbeddedPostgres.start();
    }

    @AfterAll
    static void stop() throws IOException {
        postgres.close();
    }

    private static Set<String> names(String sql, Collection<?>... arrays) throws SQLException {
        Set<String> names = new TreeSet<>();
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < arrays.length; i++) {
                statement.setArray(i + 1, connection.createArrayOf("text", arrays[i].toArray()));
            }
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    names.add(result.getString(1));
                }
            }
        }
        return names;
    }

    private static String resource(String file) throws IOException {
        try (InputStream in = PostgresListsIT.class.getResourceAsStream(file)) {
            assertThat(in).as(file).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void everyListedNameExists() throws SQLException {
        assertThat(names("SELECT proname FROM pg_proc WHERE pronamespace" + OF_CATALOG))
                .containsAll(DIALECT.functions().keySet());
        assertThat(names("SELECT oprname FROM pg_operator WHERE oprnamespace" + OF_CATALOG))
                .containsAll(DIALECT.operators());
        assertThat(names("SELECT typname FROM pg_type WHERE typnamespace" + OF_CATALOG))
                .containsAll(DIALECT.types().values());
        assertThat(names("SELECT collname FROM pg_collation WHERE collnamespace" + OF_CATALOG))
                .containsAll(DIALECT.collations());
    }

    @Test
    void everyListedNumberOfArgumentsExists() throws SQLException {
        Set<String> callable =
                names(
                        """
                        SELECT proname || ' ' || n
                        FROM pg_proc p
                        LEFT JOIN pg_aggregate a ON a.aggfnoid = p.oid
                        CROSS JOIN generate_series(0, 100) n
                        WHERE pronamespace = 'pg_catalog'::regnamespace
                          AND CASE WHEN aggkind IN ('o', 'h')
                              THEN n = aggnumdirectargs OR provariadic <> 0
                              WHEN provariadic <> 0 THEN n >= pronargs - 1
                              ELSE n BETWEEN pronargs - pronargdefaults AND pronargs END
                        """);
        Set<String> missing = new TreeSet<>();
        for (FunctionRule rule : DIALECT.functions().values()) {
            for (int n = rule.minArguments(); n <= rule.maxArguments(); n++) {
                String call = rule.name() + " " + n;
                if (!callable.contains(call) && !call.matches(NO_CALLS)) {
                    missing.add(call);
                }
            }
        }

        assertThat(missing).isEmpty();
    }

    @Test
    void everyFunctionIsListedOrLeftOutForAReason() throws IOException, SQLException {
        String callable =
                "SELECT proname FROM pg_proc WHERE pronamespace%s AND oid NOT IN (%s)"
                        .formatted(OF_CATALOG, resource("postgresql-machinery.sql"));
        assertAllJudged(names(callable), DIALECT.functions().keySet(), "functions");
    }

    @Test
    void everyOperatorIsListedOrLeftOutForAReason() throws SQLException {
        assertAllJudged(
                names("SELECT oprname FROM pg_operator WHERE oprnamespace" + OF_CATALOG),
                DIALECT.operators(),
                "operators");
    }

    @Test
    void everyTypeIsListedOrLeftOutForAReason() throws SQLException {
        String own =
                "SELECT typname FROM pg_type t WHERE typnamespace"
                        + OF_CATALOG
                        + " AND NOT EXISTS (SELECT FROM pg_class c WHERE c.reltype = t.oid)"
                        + " AND NOT EXISTS (SELECT FROM pg_type e WHERE e.typarray = t.oid)";
        assertAllJudged(names(own), DIALECT.types().values(), "types");
    }

    private static void assertAllJudged(
            Set<String> existing, Collection<String> listed, String kind) {
        LeftOut leftOut = LeftOut.read("postgresql", kind);
        Set<String> unknown = new TreeSet<>(existing);
        unknown.removeAll(listed);
        unknown.removeIf(leftOut::names);

        assertThat(unknown)
                .as("%s that nobody has looked at: list them, or leave them out", kind)
                .isEmpty();
        assertThat(listed).as("left out, and yet listed").noneMatch(leftOut::names);
        for (String family : leftOut.families()) {
            assertThat(leftOut.family(family))
                    .as("of '%s', what no server has", family)
                    .allMatch(entry ->
                            existing.stream().anyMatch(name -> LeftOut.matches(entry, name)));
        }
    }

    @Test
    void noListedFunctionIsVolatile() throws SQLException {
        assertThat(
                        names(
                                "SELECT proname FROM pg_proc WHERE provolatile = 'v'"
                                        + " AND pronamespace"
                                        + OF_CATALOG))
                .doesNotContainAnyElementsOf(DIALECT.functions().keySet());
    }

    @Test
    void nothingThatAQueryReachesWithoutNamingItHasAnEffectOrIsLeftOut()
            throws IOException, SQLException {
        String reached = resource("postgresql-reached.sql");
        Set<String> all = reached(reached);
        Set<String> effects = reached(reached + " AND p.provolatile = 'v'");
        LeftOut leftOut = LeftOut.read("postgresql", "functions");
        Set<String> dangerous = new TreeSet<>();
        for (String family : DANGEROUS) {
            for (String name : all) {
                if (leftOut.family(family).stream().anyMatch(e -> LeftOut.matches(e, name))) {
                    dangerous.add(family + ": " + name);
                }
            }
        }

        assertThat(all).hasSizeGreaterThan(500);
        assertThat(effects).isEmpty();
        assertThat(dangerous).isEmpty();
    }

    private static final Set<String> DANGEROUS =
            Set.of(
                    "files",
                    "large-objects",
                    "network",
                    "sleep",
                    "locks",
                    "sequences",
                    "settings",
                    "dynamic-sql",
                    "signals",
                    "replication",
                    "statistics",
                    "transactions",
                    "maintenance",
                    "random",
                    "xml");

    private static Set<String> reached(String sql) throws SQLException {
        return names(
                sql,
                DIALECT.operators(),
                DIALECT.functions().keySet(),
                DIALECT.types().values(),
                DIALECT.types().values());
    }

    /** Reading {@code regclass} from text tells whether a table is there. */
    @Test
    void noListedFunctionTakesTheNameOfAnObject() throws SQLException {
        assertThat(
                        names(
                                "SELECT proname || '(' || t::regtype || ')' FROM pg_proc,"
                                        + " unnest(proargtypes) t WHERE proname = ANY (?) AND"
                                        + " pronamespace = 'pg_catalog'::regnamespace AND"
                                        + " t::regtype::text LIKE 'reg%' AND t <>"
                                        + " 'regconfig'::regtype",
                                DIALECT.functions().keySet()))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"R,reserved", "T,type-or-function", "C,column-only"})
    void keywordsAreOfTheClassThatTheServerSays(String code, String list) throws SQLException {
        Keywords keywords = DIALECT.keywords();
        Set<String> listed =
                switch (list) {
                    case "reserved" -> keywords.reserved();
                    case "type-or-function" -> keywords.typeOrFunction();
                    default -> keywords.columnOnly();
                };
        assertThat(listed)
                .containsExactlyInAnyOrderElementsOf(
                        names(
                                "SELECT word FROM pg_get_keywords() WHERE catcode = '%s'"
                                        .formatted(code)));
    }

    @Test
    void labelsWantAsWhereTheServerSays() throws SQLException {
        assertThat(DIALECT.keywords().needsAs())
                .containsExactlyInAnyOrderElementsOf(
                        names("SELECT word FROM pg_get_keywords() WHERE NOT barelabel"));
    }
}
