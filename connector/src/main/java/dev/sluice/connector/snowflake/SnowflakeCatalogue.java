package dev.sluice.connector.snowflake;

import dev.sluice.connector.Power;
import dev.sluice.connector.Power.Kind;
import dev.sluice.connector.Probe;
import dev.sluice.connector.SessionTag;
import dev.sluice.connector.http.Answer;
import dev.sluice.connector.http.CatalogueRows;
import dev.sluice.connector.http.SourceFailure;
import dev.sluice.connector.http.Stop;
import dev.sluice.core.ReasonCode;
import dev.sluice.core.Schema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads what the role may see of the database, and what it may do, from {@code INFORMATION_SCHEMA},
 * which shows the objects on which a role has any privilege.
 *
 * @see <a href="https://docs.snowflake.com/en/sql-reference/info-schema">Information schema</a>
 */
final class SnowflakeCatalogue {
    private static final SessionTag TAG = new SessionTag("sluice catalogue");
    private static final int GRANTS_MAX = 10_000;
    private static final Set<String> SYSTEM_ROLES =
            Set.of("ACCOUNTADMIN", "SECURITYADMIN", "SYSADMIN", "USERADMIN", "ORGADMIN");
    private static final Set<String> WRITING =
            Set.of("INSERT", "UPDATE", "DELETE", "TRUNCATE", "EVOLVE SCHEMA");

    private static final String SELECTABLE =
            " (SELECT 1 FROM INFORMATION_SCHEMA.TABLE_PRIVILEGES p"
                    + " WHERE p.TABLE_SCHEMA = t.TABLE_SCHEMA AND p.TABLE_NAME = t.TABLE_NAME"
                    + " AND p.PRIVILEGE_TYPE IN ('SELECT', 'OWNERSHIP'))";

    private static final String COLUMNS =
            "SELECT c.TABLE_SCHEMA, c.TABLE_NAME, c.COLUMN_NAME,"
                    + " LOWER(c.DATA_TYPE) || CASE WHEN c.DATA_TYPE = 'NUMBER' THEN '('"
                    + " || c.NUMERIC_PRECISION || ',' || c.NUMERIC_SCALE || ')' ELSE '' END, '',"
                    + " CASE t.TABLE_TYPE WHEN 'BASE TABLE' THEN '' WHEN 'VIEW' THEN 'VIEW'"
                    + " WHEN 'MATERIALIZED VIEW' THEN 'MATERIALIZED_VIEW'"
                    + " WHEN 'EXTERNAL TABLE' THEN 'FOREIGN_TABLE' ELSE '' END"
                    + " FROM INFORMATION_SCHEMA.COLUMNS c JOIN INFORMATION_SCHEMA.TABLES t"
                    + " ON t.TABLE_SCHEMA = c.TABLE_SCHEMA AND t.TABLE_NAME = c.TABLE_NAME"
                    + " WHERE c.TABLE_SCHEMA <> 'INFORMATION_SCHEMA' AND EXISTS"
                    + SELECTABLE
                    + " ORDER BY c.TABLE_SCHEMA, c.TABLE_NAME, c.ORDINAL_POSITION LIMIT "
                    + (CatalogueRows.COLUMNS_MAX + 1);

    private static final String SESSION =
            "SELECT CURRENT_VERSION(), CURRENT_ROLE(), CURRENT_IP_ADDRESS(), (SELECT COUNT(*)"
                    + " FROM INFORMATION_SCHEMA.TABLES t"
                    + " WHERE t.TABLE_SCHEMA <> 'INFORMATION_SCHEMA' AND EXISTS"
                    + SELECTABLE
                    + ")";

    private static final String GRANTS =
            "SELECT TABLE_SCHEMA || '.' || TABLE_NAME, PRIVILEGE_TYPE, GRANTEE"
                    + " FROM INFORMATION_SCHEMA.TABLE_PRIVILEGES"
                    + " WHERE TABLE_SCHEMA <> 'INFORMATION_SCHEMA'"
                    + " AND PRIVILEGE_TYPE NOT IN ('SELECT', 'REFERENCES')"
                    + " UNION ALL SELECT OBJECT_NAME, PRIVILEGE_TYPE, GRANTEE"
                    + " FROM INFORMATION_SCHEMA.OBJECT_PRIVILEGES"
                    + " WHERE OBJECT_TYPE IN ('SCHEMA', 'DATABASE')"
                    + " AND (PRIVILEGE_TYPE LIKE 'CREATE%' OR PRIVILEGE_TYPE = 'OWNERSHIP')"
                    + " ORDER BY 1, 2 LIMIT "
                    + GRANTS_MAX;

    private final Statements statements;
    private final Stop stop;

    SnowflakeCatalogue(Statements statements, Stop stop) {
        this.statements = statements;
        this.stop = stop;
    }

    Schema schema() throws SourceFailure {
        return CatalogueRows.schema(rows(COLUMNS, CatalogueRows.COLUMNS_MAX));
    }

    Probe probe() throws SourceFailure {
        List<List<String>> answer = rows(SESSION, 1);
        if (answer.isEmpty() || answer.getFirst().size() != 4) {
            throw SourceFailure.unreadable();
        }
        List<String> session = answer.getFirst();
        List<Power> powers = new ArrayList<>();
        if (SYSTEM_ROLES.contains(session.get(1))) {
            powers.add(
                    Power.of(
                            Kind.SUPERUSER,
                            "REVOKE ROLE " + session.get(1) + " FROM USER <the user>"));
        }
        powers.addAll(granted());
        return new Probe(
                session.get(0),
                session.get(2),
                true,
                false,
                powers,
                List.of(),
                Integer.parseInt(session.get(3)));
    }

    private List<Power> granted() throws SourceFailure {
        Map<Kind, Set<String>> subjects = new LinkedHashMap<>();
        Map<Kind, Set<String>> remedies = new LinkedHashMap<>();
        for (List<String> row : rows(GRANTS, GRANTS_MAX)) {
            String privilege = row.get(1);
            Kind kind =
                    WRITING.contains(privilege)
                            ? Kind.WRITE
                            : privilege.startsWith("CREATE") ? Kind.CREATE : Kind.OWN;
            subjects.computeIfAbsent(kind, _ -> new LinkedHashSet<>()).add(row.get(0));
            remedies.computeIfAbsent(kind, _ -> new LinkedHashSet<>())
                    .add(
                            kind == Kind.OWN
                                    ? "# give " + row.get(0) + " to a role of its own"
                                    : "REVOKE "
                                            + privilege
                                            + " ON "
                                            + row.get(0)
                                            + " FROM ROLE "
                                            + row.get(2));
        }
        List<Power> powers = new ArrayList<>();
        subjects.forEach((kind, names) ->
                powers.add(
                        new Power(
                                kind,
                                names.stream().limit(Power.SUBJECTS_MAX).toList(),
                                remedies.getOrDefault(kind, Set.of()).stream()
                                        .limit(Power.REMEDY_STATEMENTS_MAX)
                                        .toList())));
        return powers;
    }

    private List<List<String>> rows(String sql, int rowsMax) throws SourceFailure {
        Answer answer = Answer.ofCatalogue(rowsMax);
        statements.run(sql, List.of(), TAG, rowsMax + 1, answer, stop);
        if (answer.isTruncated()) {
            throw SourceFailure.of(ReasonCode.RESULT_TOO_LARGE, null, Map.of("rows_max", rowsMax));
        }
        return answer.texts();
    }
}
