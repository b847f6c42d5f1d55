package dev.sluice.guard.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.guard.MariaServer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The lists against what a real MariaDB says of itself. */
class MariaListsIT {
    private static final Dialect MARIADB = Dialect.named("mariadb").orElseThrow();
    private static final Dialect MYSQL = Dialect.named("mysql").orElseThrow();

    private static MariaServer server;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        server = MariaServer.start();
    }

    @AfterAll
    static void stop() throws IOException {
        if (server != null) {
            server.close();
        }
    }

    private static Set<String> names(String sql) throws SQLException {
        Set<String> names = new TreeSet<>();
        try (Connection connection = server.connect("");
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            while (result.next()) {
                names.add(result.getString(1).toLowerCase(Locale.ROOT));
            }
        }
        return names;
    }

    private static Set<String> leftOut() throws IOException {
        try (InputStream in = MariaListsIT.class.getResourceAsStream("mariadb-left-out.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .flatMap(line -> Stream.of(line.split(" ")))
                    .filter(word -> !word.isEmpty())
                    .collect(Collectors.toSet());
        }
    }

    @Test
    void everyFunctionOfTheEngineIsListedOrLeftOutOnPurpose() throws SQLException, IOException {
        Set<String> unknown = names("SELECT function FROM information_schema.sql_functions");
        unknown.removeAll(MARIADB.functions().keySet());
        unknown.removeAll(leftOut());

        assertThat(unknown).isEmpty();
    }

    @Test
    void nothingIsBothListedAndLeftOut() throws IOException {
        Set<String> both = new TreeSet<>(MARIADB.functions().keySet());
        both.addAll(MYSQL.functions().keySet());
        both.retainAll(leftOut());

        assertThat(both).isEmpty();
    }

    @Test
    void everyListedFunctionIsTheEnginesOwn() throws SQLException {
        Set<String> own = names("SELECT function FROM information_schema.sql_functions");
        own.addAll(names("SELECT word FROM information_schema.keywords"));

        assertThat(own).containsAll(MARIADB.functions().keySet());
    }

    @Test
    void everyCollationExists() throws SQLException {
        Set<String> own = names("SELECT collation_name FROM information_schema.collations");
        own.addAll(names("SELECT character_set_name FROM information_schema.character_sets"));
        own.addAll(List.of("utf8", "utf8_bin", "utf8_general_ci", "utf8_unicode_ci"));
        Set<String> listed = new TreeSet<>(MARIADB.collations());
        listed.removeIf(name -> name.startsWith("utf8mb4_0900"));

        assertThat(own).containsAll(listed);
    }

    @Test
    void noReservedWordIsAName() throws SQLException {
        // A word that the database takes for a name must be one for us, or queries are lost.
        Set<String> words = new TreeSet<>(MYSQL.keywords().reserved());
        words.addAll(MYSQL.keywords().typeOrFunction());
        Set<String> names = new TreeSet<>();
        try (Connection connection = server.connect("");
                Statement statement = connection.createStatement()) {
            for (String word : words) {
                if (isName(statement, word)) {
                    names.add(word);
                }
            }
        }

        assertThat(names)
                .as("reserved by MySQL alone")
                .containsExactlyInAnyOrderElementsOf(RESERVED_BY_MYSQL_ALONE);
    }

    private static final List<String> RESERVED_BY_MYSQL_ALONE =
            List.of("database", "lateral", "option", "schema", "window");

    private static boolean isName(Statement statement, String word) {
        try (ResultSet result =
                statement.executeQuery("SELECT %1$s FROM (SELECT 7 AS `%1$s`) t".formatted(word))) {
            return result.next() && "7".equals(result.getString(1));
        } catch (SQLException e) {
            return false;
        }
    }

    @Test
    void noDangerousFamilyIsListed() {
        Set<String> listed = new TreeSet<>(MARIADB.functions().keySet());
        listed.addAll(MYSQL.functions().keySet());

        assertThat(listed)
                .as("files, programs")
                .doesNotContain("load_file", "sys_eval", "sys_exec", "sys_get", "sys_set")
                .as("waiting")
                .doesNotContain("sleep", "benchmark", "master_pos_wait", "master_gtid_wait")
                .doesNotContain("wait_for_executed_gtid_set", "source_pos_wait")
                .as("locks")
                .doesNotContain("get_lock", "release_lock", "release_all_locks", "is_free_lock")
                .doesNotContain("is_used_lock")
                .as("sequences")
                .doesNotContain("nextval", "lastval", "setval")
                .as("the session and the server")
                .doesNotContain("user", "session_user", "system_user", "current_user", "database")
                .doesNotContain("schema", "version", "connection_id", "last_insert_id")
                .doesNotContain("found_rows", "row_count", "current_role", "ps_current_thread_id")
                .as("errors that print their arguments")
                .doesNotContain("extractvalue", "updatexml")
                .as("keys and passwords")
                .doesNotContain("aes_encrypt", "aes_decrypt", "des_encrypt", "des_decrypt")
                .doesNotContain("encode", "decode", "encrypt", "password", "old_password", "kdf")
                .as("values of any size")
                .doesNotContain("compress", "uncompress", "sformat", "column_create", "column_json")
                .as("chance, and the server's address")
                .doesNotContain("rand", "uuid", "uuid_short", "sys_guid", "random_bytes")
                .as("names, defaults and values of other statements")
                .doesNotContain("name_const", "default", "values", "get_format", "rownum");
    }
}
