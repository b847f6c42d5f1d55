package dev.sluice.guard.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The lists against the catalogue of a real DuckDB. */
class DuckdbListsIT {
    private static final Dialect DIALECT = Dialect.named("duckdb").orElseThrow();

    /** What nobody should have to read one by one: one family per line. */
    private static final Path LEFT_OUT =
            Path.of("src/test/resources/dev/sluice/guard/dialect/duckdb-left-out.txt");

    private static Connection connection;

    @BeforeAll
    static void start() throws SQLException {
        connection = DriverManager.getConnection("jdbc:duckdb:");
    }

    @AfterAll
    static void stop() throws SQLException {
        connection.close();
    }

    private static Set<String> names(String sql) throws SQLException {
        Set<String> names = new HashSet<>();
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            while (result.next()) {
                names.add(result.getString(1).toLowerCase(Locale.ROOT));
            }
        }
        return names;
    }

    private static Set<String> catalogue() throws SQLException {
        return names(
                "SELECT DISTINCT function_name FROM duckdb_functions() WHERE internal AND"
                        + " function_type <> 'pragma'");
    }

    @Test
    void everyListedFunctionExists() throws SQLException {
        Set<String> known = catalogue();
        // The grammar's own names for two aggregates.
        known.addAll(List.of("percentile_cont", "percentile_disc"));

        assertThat(known).containsAll(DIALECT.functions().keySet());
    }

    @Test
    void everyFunctionIsListedOrLeftOutOnPurpose() throws IOException, SQLException {
        List<Pattern> leftOut =
                Files.readAllLines(LEFT_OUT).stream()
                        .filter(line -> !line.isBlank() && !line.startsWith("#"))
                        .map(line -> Pattern.compile(line.strip()))
                        .toList();
        Set<String> unknown = new TreeSet<>(catalogue());
        unknown.removeAll(DIALECT.functions().keySet());
        unknown.removeAll(DIALECT.macros().keySet());
        unknown.removeAll(DIALECT.operators());
        unknown.removeIf(name -> leftOut.stream().anyMatch(p -> p.matcher(name).matches()));

        assertThat(unknown).isEmpty();
    }

    @Test
    void noListedFunctionIsVolatile() throws SQLException {
        assertThat(
                        names(
                                "SELECT function_name FROM duckdb_functions() WHERE stability ="
                                        + " 'VOLATILE'"))
                .doesNotContainAnyElementsOf(DIALECT.functions().keySet());
    }

    @Test
    void noListedFunctionIsAMacroOfTheEngine() throws SQLException {
        Set<String> macros =
                names(
                        "SELECT function_name FROM duckdb_functions() GROUP BY ALL HAVING"
                                + " bool_and(function_type IN ('macro', 'table_macro'))");

        assertThat(macros).doesNotContainAnyElementsOf(DIALECT.functions().keySet());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "read_.*|glob|sniff_csv|parquet_.*|arrow_scan.*|write_.*|which_secret",
                "query|query_table|json_execute_serialized_sql|json_serialize_.*|sql_auto_complete",
                "current_setting|getvariable|getenv|in_search_path|current_schemas?|version",
                "duckdb_.*|pragma_.*|pg_.*|summary|histogram_values|stats|seq_scan|.*_privilege",
                "nextval|currval|setval|setseed|checkpoint|force_checkpoint|truncate_duckdb_logs",
                "random|uuid.*|gen_random_uuid|reservoir_quantile",
                "sleep_ms|error|enable_.*|disable_.*|verify_.*|.*external_resource.*"
            })
    void noDangerousFamilyIsListed(String family) {
        Pattern pattern = Pattern.compile(family);
        Set<String> extracts = Set.of("uuid_extract_timestamp", "uuid_extract_version");

        assertThat(DIALECT.functions().keySet())
                .filteredOn(name -> !extracts.contains(name))
                .noneMatch(name -> pattern.matcher(name).matches());
    }

    @Test
    void everyTypeExists() throws SQLException {
        for (String type : Set.copyOf(DIALECT.types().values())) {
            assertThat(
                            names(
                                    "SELECT typeof(CAST(NULL AS \"system\".\"main\".\"%s\"))"
                                            .formatted(type)))
                    .hasSize(1);
        }
    }

    @Test
    void everyReservedWordIsListed() throws SQLException {
        assertThat(DIALECT.keywords().reserved())
                .containsAll(
                        names(
                                "SELECT keyword_name FROM duckdb_keywords() WHERE keyword_category"
                                        + " = 'reserved'"));
    }
}
