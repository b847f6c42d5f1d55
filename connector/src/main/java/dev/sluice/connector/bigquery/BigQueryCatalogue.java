package dev.sluice.connector.bigquery;

import dev.sluice.connector.Power;
import dev.sluice.connector.Probe;
import dev.sluice.connector.http.Answer;
import dev.sluice.connector.http.CatalogueRows;
import dev.sluice.connector.http.HttpReply;
import dev.sluice.connector.http.SourceFailure;
import dev.sluice.connector.http.Stop;
import dev.sluice.core.ReasonCode;
import dev.sluice.core.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads one dataset's information schema, and asks which permissions the identity has. */
final class BigQueryCatalogue {
    /** Each is a call of its own. */
    static final int TABLES_ASKED_MAX = 20;

    private static final List<String> WRITING =
            List.of(
                    "bigquery.tables.updateData",
                    "bigquery.tables.update",
                    "bigquery.tables.delete");

    private static final String COLUMNS =
            "SELECT c.table_schema, c.table_name, c.column_name, c.data_type, '',"
                    + " CASE t.table_type WHEN 'VIEW' THEN 'VIEW'"
                    + " WHEN 'MATERIALIZED VIEW' THEN 'MATERIALIZED_VIEW'"
                    + " WHEN 'EXTERNAL' THEN 'FOREIGN_TABLE' ELSE '' END"
                    + " FROM %1$s.INFORMATION_SCHEMA.COLUMNS c"
                    + " JOIN %1$s.INFORMATION_SCHEMA.TABLES t USING (table_name)"
                    + " ORDER BY c.table_name, c.ordinal_position LIMIT "
                    + (CatalogueRows.COLUMNS_MAX + 1);

    private static final String TABLES =
            "SELECT table_name FROM %s.INFORMATION_SCHEMA.TABLES ORDER BY table_name LIMIT 10001";

    private final Jobs jobs;
    private final Stop stop;

    BigQueryCatalogue(Jobs jobs, Stop stop) {
        this.jobs = jobs;
        this.stop = stop;
    }

    Schema schema() throws SourceFailure {
        return CatalogueRows.schema(rows(COLUMNS, CatalogueRows.COLUMNS_MAX));
    }

    Probe probe(boolean encrypted) throws SourceFailure {
        List<String> tables = rows(TABLES, 10_000).stream().map(List::getFirst).toList();
        List<String> writable = new ArrayList<>();
        for (String table : tables.subList(0, Math.min(tables.size(), TABLES_ASKED_MAX))) {
            if (mayChange(table)) {
                writable.add(jobs.dataset() + "." + table);
            }
        }
        List<Power> powers =
                writable.isEmpty()
                        ? List.of()
                        : List.of(
                                new Power(
                                        Power.Kind.WRITE,
                                        writable,
                                        List.of(
                                                "# In IAM, replace the identity's roles by"
                                                        + " roles/bigquery.dataViewer on the"
                                                        + " dataset and roles/bigquery.jobUser on"
                                                        + " the project.")));
        List<String> warnings =
                tables.size() > TABLES_ASKED_MAX
                        ? List.of(
                                "Permissions were asked for of the first "
                                        + TABLES_ASKED_MAX
                                        + " tables only.")
                        : List.of();
        return new Probe("2", "", encrypted, false, powers, warnings, tables.size());
    }

    private boolean mayChange(String table) throws SourceFailure {
        ObjectNode wanted = HttpReply.JSON.createObjectNode();
        WRITING.forEach(wanted.putArray("permissions")::add);
        JsonNode granted = jobs.permissions(table, wanted, stop).path("permissions");
        return !granted.isEmpty();
    }

    private List<List<String>> rows(String pattern, int most) throws SourceFailure {
        String dataset = "`" + jobs.project() + "`.`" + jobs.dataset() + "`";
        ObjectNode configuration = HttpReply.JSON.createObjectNode();
        configuration.set("query", jobs.query(pattern.formatted(dataset)));
        Answer answer = Answer.ofCatalogue(most);
        jobs.run(configuration, answer, stop);
        if (answer.isTruncated()) {
            throw SourceFailure.of(ReasonCode.RESULT_TOO_LARGE, null, Map.of("rows_max", most));
        }
        return answer.texts();
    }
}
