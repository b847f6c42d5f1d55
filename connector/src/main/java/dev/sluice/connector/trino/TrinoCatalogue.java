package dev.sluice.connector.trino;

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

/**
 * Reads what a catalog shows to the user. Which privileges somebody has, connectors tell only where
 * they keep them themselves.
 */
final class TrinoCatalogue {
    private static final String NOT_OURS = "table_schema <> 'information_schema'";

    private static final String COLUMNS =
            "SELECT c.table_schema, c.table_name, c.column_name, c.data_type, '',"
                    + " CASE WHEN t.table_type = 'VIEW' THEN 'VIEW' ELSE '' END"
                    + " FROM information_schema.columns c JOIN information_schema.tables t"
                    + " ON t.table_schema = c.table_schema AND t.table_name = c.table_name"
                    + " WHERE c."
                    + NOT_OURS
                    + " ORDER BY c.table_schema, c.table_name, c.ordinal_position LIMIT "
                    + (CatalogueRows.COLUMNS_MAX + 1);

    private static final String TABLES =
            "SELECT count(*) FROM information_schema.tables WHERE " + NOT_OURS;

    private static final String WRITABLE =
            "SELECT DISTINCT table_schema || '.' || table_name FROM"
                    + " information_schema.table_privileges WHERE privilege_type IN ('INSERT',"
                    + " 'UPDATE', 'DELETE', 'OWNERSHIP') AND (grantee = current_user"
                    + " OR grantee_type = 'ROLE' AND grantee IN (SELECT role_name FROM"
                    + " information_schema.enabled_roles)) LIMIT "
                    + Power.SUBJECTS_MAX;

    private static final String ADMINISTRATOR =
            "SELECT role_name FROM information_schema.enabled_roles WHERE role_name = 'admin'";

    private static final Map<String, String> NO_HEADERS = Map.of("X-Trino-Source", "sluice");

    private final Statements statements;
    private final Stop stop;

    TrinoCatalogue(Statements statements, Stop stop) {
        this.statements = statements;
        this.stop = stop;
    }

    Schema schema() throws SourceFailure {
        return CatalogueRows.schema(rows(COLUMNS, CatalogueRows.COLUMNS_MAX));
    }

    Probe probe(boolean encrypted) throws SourceFailure {
        int tables = Integer.parseInt(rows(TABLES, 1).getFirst().getFirst());
        List<String> warnings = new ArrayList<>();
        List<Power> powers = new ArrayList<>();
        if (!told(ADMINISTRATOR, "roles", warnings).isEmpty()) {
            powers.add(Power.of(Power.Kind.SUPERUSER, "REVOKE admin FROM USER \"<user>\""));
        }
        List<String> writable = told(WRITABLE, "privileges", warnings);
        if (!writable.isEmpty()) {
            powers.add(new Power(Power.Kind.WRITE, writable, List.of()));
        } else {
            warnings.add(
                    "Trino tells a user's privileges only for catalogs that keep them: make sure"
                            + " that its access control lets the user read alone. Each query runs"
                            + " in a transaction that is READ ONLY all the same.");
        }
        return new Probe(version(), "", encrypted, false, powers, warnings, tables);
    }

    /** {@code system.runtime.nodes} is often forbidden; every user may see the version there. */
    private String version() {
        try {
            return statements.version(stop);
        } catch (SourceFailure e) {
            return "unknown";
        }
    }

    /** Catalogs without roles or privileges of their own refuse the question. */
    private List<String> told(String sql, String what, List<String> warnings) throws SourceFailure {
        try {
            return rows(sql, Power.SUBJECTS_MAX).stream().map(List::getFirst).toList();
        } catch (SourceFailure e) {
            if (e.code() != ReasonCode.QUERY_FAILED) {
                throw e;
            }
            warnings.add("The catalog does not tell " + what + ".");
            return List.of();
        }
    }

    private List<List<String>> rows(String sql, int most) throws SourceFailure {
        Answer answer = Answer.ofCatalogue(most);
        statements.run(sql, NO_HEADERS, answer, stop);
        if (answer.isTruncated()) {
            throw SourceFailure.of(ReasonCode.RESULT_TOO_LARGE, null, Map.of("rows_max", most));
        }
        return answer.texts();
    }
}
