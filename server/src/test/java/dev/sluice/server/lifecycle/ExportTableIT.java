package dev.sluice.server.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.server.identity.Database;
import dev.sluice.server.identity.TestDeployment;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Everything that is stored is exported, withheld on purpose, or the deployment's own. */
class ExportTableIT {
    private static final TestDeployment deployment = new TestDeployment();

    @AfterAll
    static void stop() {
        deployment.close();
    }

    private static List<String> columns(String place) {
        return new Database(deployment.source)
                .list(
                        "select column_name as name from information_schema.columns"
                                + " where table_schema || '.' || table_name = ?",
                        row -> row.getString("name"),
                        place.replace("tenant.", "tenant_main."));
    }

    @Test
    void everyTableIsOnOneOfTheLists() {
        Set<String> stored =
                new TreeSet<>(
                        new Database(deployment.source)
                                .list(
                                        "select table_schema || '.' || table_name as place from"
                                                + " information_schema.tables where table_schema in"
                                                + " ('sluice', 'tenant_main')",
                                        row ->
                                                row.getString("place")
                                                        .replace("tenant_main.", "tenant.")));
        Set<String> listed =
                Stream.concat(
                                ExportTable.ALL.stream().map(ExportTable::place),
                                ExportTable.NOT_EXPORTED.stream())
                        .collect(Collectors.toCollection(TreeSet::new));
        assertThat(listed).as("ExportTable").isEqualTo(stored);
        assertThat(ExportTable.ALL.stream().map(ExportTable::place))
                .as("each is one file of the archive")
                .doesNotHaveDuplicates();
    }

    @Test
    void everyColumnIsExportedOrWithheld() {
        for (ExportTable table : ExportTable.ALL) {
            assertThat(Stream.concat(table.columns().stream(), table.withheld().stream()))
                    .as(table.place())
                    .containsExactlyInAnyOrderElementsOf(columns(table.place()));
        }
    }

    @Test
    void nothingThatSoundsLikeASecretIsExported() {
        for (ExportTable table : ExportTable.ALL) {
            assertThat(table.columns())
                    .as(table.place())
                    .noneMatch(column -> column.matches(".*(hash|sealed|secret|password).*"));
        }
    }

    @Test
    void whatThePeoplesTablesSayIsExportedForEachOfThem() {
        for (ExportTable table : ExportTable.ALL) {
            if (columns(table.place()).contains("account")) {
                assertThat(table.ofAccount()).as(table.place()).isNotEmpty();
            }
        }
    }
}
