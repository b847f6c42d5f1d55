package dev.sluice.connector.databricks;

import dev.sluice.connector.Power;
import dev.sluice.connector.Probe;
import dev.sluice.connector.http.Answer;
import dev.sluice.connector.http.CatalogueRows;
import dev.sluice.connector.http.SourceFailure;
import dev.sluice.connector.http.Stop;
import dev.sluice.core.ReasonCode;
import dev.sluice.core.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads a catalog's information schema, which shows what the identity has a privilege for. */
final class DatabricksCatalogue {
    private static final String COLUMNS =
            "SELECT c.table_schema, c.table_name, c.column_name, c.full_data_type, '',"
                    + " CASE WHEN t.table_type = 'VIEW' THEN 'VIEW'"
                    + " WHEN t.table_type = 'MATERIALIZED_VIEW' THEN 'MATERIALIZED_VIEW'"
                    + " WHEN t.table_type = 'FOREIGN' THEN 'FOREIGN_TABLE' ELSE '' END"
                    + " FROM information_schema.columns c JOIN information_schema.tables t"
                    + " ON t.table_schema = c.table_schema AND t.table_name = c.table_name"
                    + " WHERE c.table_schema <> 'information_schema'"
                    + " ORDER BY c.table_schema, c.table_name, c.ordinal_position LIMIT "
                    + (CatalogueRows.COLUMNS_MAX + 1);

    private static final String FACTS =
            "SELECT current_version().dbsql_version, cast(is_account_group_member('admins')"
                    + " OR is_member('admins') AS string),"
                    + " (SELECT cast(count(*) AS string) FROM information_schema.tables"
                    + " WHERE table_schema <> 'information_schema')";

    private static final String WRITABLE =
            "SELECT DISTINCT concat(table_schema, '.', table_name)"
                    + " FROM information_schema.table_privileges WHERE privilege_type IN"
                    + " ('MODIFY', 'ALL PRIVILEGES', 'OWNERSHIP', 'MANAGE')"
                    + " AND (grantee = current_user() OR is_account_group_member(grantee))"
                    + " ORDER BY 1 LIMIT "
                    + Power.SUBJECTS_MAX;

    private final Statements statements;
    private final Stop stop;

    DatabricksCatalogue(Statements statements, Stop stop) {
        this.statements = statements;
        this.stop = stop;
    }

    Schema schema() throws SourceFailure {
        return CatalogueRows.schema(rows(COLUMNS, CatalogueRows.COLUMNS_MAX));
    }

    Probe probe(boolean encrypted) throws SourceFailure {
        List<List<String>> facts = rows(FACTS, 1);
        if (facts.isEmpty() || !facts.getFirst().get(2).matches("[0-9]{1,9}")) {
            throw SourceFailure.unreadable();
        }
        List<Power> powers = new ArrayList<>();
        if (facts.getFirst().get(1).equals("true")) {
            powers.add(
                    Power.of(Power.Kind.SUPERUSER, "# Take the identity out of the group admins."));
        }
        List<String> writable =
                rows(WRITABLE, Power.SUBJECTS_MAX).stream().map(List::getFirst).toList();
        if (!writable.isEmpty()) {
            powers.add(new Power(Power.Kind.WRITE, writable, remedy(writable)));
        }
        return new Probe(
                facts.getFirst().get(0),
                "",
                encrypted,
                false,
                powers,
                List.of(
                        "Databricks has no transaction for reading: its privileges alone keep the"
                                + " identity from writing."),
                Integer.parseInt(facts.getFirst().get(2)));
    }

    private List<String> remedy(List<String> tables) {
        return tables.stream()
                .map(table ->
                        "REVOKE MODIFY ON TABLE `"
                                + statements.catalog()
                                + "`.`"
                                + table.replace("`", "``").replaceFirst("\\.", "`.`")
                                + "` FROM `<identity>`")
                .toList();
    }

    private List<List<String>> rows(String sql, int most) throws SourceFailure {
        Answer answer = Answer.ofCatalogue(most);
        statements.run(sql, most + 1L, answer, stop);
        if (answer.isTruncated()) {
            throw SourceFailure.of(ReasonCode.RESULT_TOO_LARGE, null, Map.of("rows_max", most));
        }
        return answer.texts();
    }
}
