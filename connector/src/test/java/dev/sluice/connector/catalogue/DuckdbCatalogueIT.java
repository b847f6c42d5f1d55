package dev.sluice.connector.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.connector.Credential;
import dev.sluice.core.ReasonCode;
import dev.sluice.core.Schema;
import dev.sluice.core.Secret;
import dev.sluice.core.SluiceException;
import dev.sluice.core.TableName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Catalogues of real files of DuckDB. */
class DuckdbCatalogueIT {
    private @TempDir Path directory;

    private Path file() {
        return directory.resolve("shop.db");
    }

    @BeforeEach
    void create() throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:" + file());
                Statement statement = connection.createStatement()) {
            for (String sql :
                    List.of(
                            "CREATE SCHEMA s",
                            "CREATE TABLE s.regions (code VARCHAR PRIMARY KEY, title VARCHAR)",
                            "CREATE TABLE s.lines (id BIGINT, line INTEGER, region VARCHAR"
                                    + " REFERENCES s.regions (code), tags VARCHAR[], price"
                                    + " DECIMAL(12,2), total DECIMAL(12,2) GENERATED ALWAYS AS"
                                    + " (price * 2), PRIMARY KEY (id, line))",
                            "CREATE VIEW s.titles AS SELECT title FROM s.regions",
                            "CREATE TABLE \"odd name\" (\"a.b\" INTEGER)")) {
                statement.execute(sql);
            }
        }
    }

    private static Schema read(Path file) {
        return new CatalogueSource.DuckdbFile(file)
                .read(Credential.ofPassword(() -> Secret.takingOver(new char[0])));
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
    }

    @Test
    void aFailureSaysWhyInWordsOfOurOwn() throws IOException {
        Path text = Files.writeString(directory.resolve("text.db"), "no database");
        SluiceException absent =
                catchThrowableOfType(
                        SluiceException.class, () -> read(directory.resolve("absent.db")));
        SluiceException broken = catchThrowableOfType(SluiceException.class, () -> read(text));

        assertThat(absent.code()).isEqualTo(ReasonCode.INVALID_ARGUMENT);
        assertThat(absent).hasMessage("There is no database file of this name.");
        assertThat(directory.resolve("absent.db")).doesNotExist();
        assertThat(broken.code()).isEqualTo(ReasonCode.SOURCE_UNAVAILABLE);
        assertThat(broken).hasNoCause().hasMessageContaining("could not be read");
    }
}
