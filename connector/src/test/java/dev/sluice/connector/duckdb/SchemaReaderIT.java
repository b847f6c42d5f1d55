package dev.sluice.connector.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.connector.ConnectionMode;
import dev.sluice.connector.Probe;
import dev.sluice.core.ReasonCode;
import dev.sluice.core.Schema;
import dev.sluice.core.SluiceException;
import dev.sluice.core.TableName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Catalogues of real files of DuckDB, and what a probe says of them. */
class SchemaReaderIT {
    private @TempDir Path directory;

    private Path file() {
        return directory.resolve("shop.db");
    }

    @BeforeEach
    void create() {
        DuckdbFiles.write(
                file(),
                "CREATE SCHEMA s",
                "CREATE TABLE s.regions (code VARCHAR PRIMARY KEY, title VARCHAR)",
                "CREATE TABLE s.lines (id BIGINT, line INTEGER, region VARCHAR"
                        + " REFERENCES s.regions (code), tags VARCHAR[], price"
                        + " DECIMAL(12,2), total DECIMAL(12,2) GENERATED ALWAYS AS"
                        + " (price * 2), PRIMARY KEY (id, line))",
                "CREATE VIEW s.titles AS SELECT title FROM s.regions",
                "CREATE TABLE \"odd name\" (\"a.b\" INTEGER)");
    }

    private Schema read(Path file) {
        return new DuckdbConnector().readSchema(DuckdbFiles.target(file, directory));
    }

    private Schema.Table table(String name) {
        return read(file()).table(new TableName("s", name)).orElseThrow();
    }

    @Test
    void readsTablesColumnsAndKeys() {
        assertThat(read(file()).tables().keySet())
                .extracting(TableName::toString)
                .containsExactly("main.odd name", "s.lines", "s.regions", "s.titles");
        assertThat(table("lines").columns())
                .extracting(column -> column.name() + " " + column.type())
                .containsExactly(
                        "id BIGINT",
                        "line INTEGER",
                        "region VARCHAR",
                        "tags VARCHAR[]",
                        "price DECIMAL(12,2)",
                        "total DECIMAL(12,2)");
        assertThat(table("lines").primaryKey()).containsExactly("id", "line");
        assertThat(table("lines").foreignKeys())
                .containsExactly(
                        new Schema.ForeignKey(
                                List.of("region"), new TableName("s", "regions"), List.of("code")));
    }

    @Test
    void saysWhatViewsAndGeneratedColumnsRead() {
        assertThat(table("titles").lineage().kind()).isEqualTo(Schema.Kind.VIEW);
        assertThat(table("titles").lineage().reads().getFirst()).contains("s.regions");
        assertThat(table("lines").columns().getLast().generated()).contains("price * 2");
    }

    @Test
    void leavesTheFileAsItIs() throws IOException {
        byte[] before = Files.readAllBytes(file());

        read(file());

        assertThat(Files.readAllBytes(file())).isEqualTo(before);
        assertThat(directory.toFile().list()).containsExactly("shop.db");
    }

    @Test
    void eachParquetFileAndEachFolderOfThemIsATable() throws IOException {
        Path lake = Files.createDirectories(directory.resolve("lake"));
        Path events = Files.createDirectories(lake.resolve("events/day=2024-01-01/hour=7"));
        DuckdbFiles.parquet(lake.resolve("people.parquet"), "SELECT 1 AS id, 'Ann' AS name");
        DuckdbFiles.parquet(events.resolve("a.parquet"), "SELECT 5::BIGINT AS amount");
        DuckdbFiles.parquet(lake.resolve("_temporary.parquet"), "SELECT 1 AS x");
        Files.writeString(lake.resolve("broken.parquet"), "no parquet");
        Files.writeString(lake.resolve("notes.txt"), "x");

        Schema plain = read(lake);
        Schema hive =
                new DuckdbConnector()
                        .readSchema(
                                DuckdbFiles.target(
                                        lake,
                                        directory,
                                        ConnectionMode.SINGLE_USE,
                                        Map.of("hive_partitions", "true")));
        Probe probe = new DuckdbConnector().probe(DuckdbFiles.target(lake, directory));

        assertThat(plain.tables().keySet())
                .extracting(TableName::toString)
                .containsExactly("main.events", "main.people");
        assertThat(columns(plain, "people")).containsExactly("id INTEGER", "name VARCHAR");
        assertThat(columns(plain, "events")).containsExactly("amount BIGINT");
        assertThat(columns(hive, "events"))
                .containsExactly("amount BIGINT", "day DATE", "hour BIGINT");
        assertThat(plain.tables().values())
                .allMatch(table -> table.lineage().equals(Schema.Lineage.PLAIN));
        assertThat(probe.tables()).isEqualTo(2);
        assertThat(probe.warnings()).anyMatch(warning -> warning.contains("would be 1 tables"));
    }

    private static List<String> columns(Schema schema, String table) {
        return schema.table(new TableName("main", table)).orElseThrow().columns().stream()
                .map(column -> column.name() + " " + column.type())
                .toList();
    }

    @Test
    void aProbeSaysVersionAndTables() {
        Probe probe = new DuckdbConnector().probe(DuckdbFiles.target(file(), directory));

        assertThat(probe.version()).startsWith("v");
        assertThat(probe.tables()).isEqualTo(4);
        assertThat(probe.superuser()).isFalse();
        assertThat(probe.readOnlyReplica()).isTrue();
        assertThat(probe.canWrite()).isEmpty();
    }

    private SluiceException failure(Path file) {
        return catchThrowableOfType(SluiceException.class, () -> read(file));
    }

    @Test
    void aFailureSaysWhyInWordsOfOurOwn() throws IOException {
        Path text = Files.writeString(directory.resolve("text.db"), "no database");
        Path empty = Files.createDirectory(directory.resolve("empty"));
        Path twice = Files.createDirectory(directory.resolve("twice"));
        DuckdbFiles.parquet(twice.resolve("a.parquet"), "SELECT 1 AS x");
        DuckdbFiles.parquet(twice.resolve("A.parquet"), "SELECT 1 AS x");

        assertThat(failure(directory.resolve("absent.db")).details())
                .containsEntry("reason", "file_not_found");
        assertThat(directory.resolve("absent.db")).doesNotExist();
        assertThat(failure(text).code()).isEqualTo(ReasonCode.SOURCE_UNAVAILABLE);
        assertThat(failure(text).details()).containsEntry("reason", "not_a_database");
        assertThat(failure(text)).hasNoCause();
        assertThat(failure(empty).details()).containsEntry("reason", "unusable_files");
        assertThat(failure(twice).details()).containsEntry("reason", "unusable_files");
    }
}
