package dev.sluice.connector.clickhouse;

import dev.sluice.connector.Power;
import dev.sluice.connector.Probe;
import dev.sluice.connector.http.Answer;
import dev.sluice.connector.http.CatalogueRows;
import dev.sluice.connector.http.SourceFailure;
import dev.sluice.connector.http.Stop;
import dev.sluice.core.ReasonCode;
import dev.sluice.core.Schema;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads what the system tables show to the user: what it has a grant for, and nothing else. */
final class ClickHouseCatalogue {
    private static final String OURS =
            " NOT IN ('system', 'information_schema', 'INFORMATION_SCHEMA')";

    private static final String COLUMNS =
            "SELECT c.database, c.table, c.name, c.type, if(c.default_kind IN ('MATERIALIZED',"
                + " 'ALIAS', 'EPHEMERAL'), c.default_expression, ''), multiIf(t.engine = 'View',"
                + " 'VIEW', t.engine = 'MaterializedView', 'MATERIALIZED_VIEW', match(t.engine,"
                + " 'MergeTree$|^(Log|TinyLog|StripeLog|Memory|Null|Set|Join)$'), '',"
                + " 'FOREIGN_TABLE') FROM system.columns c INNER JOIN system.tables t ON t.database"
                + " = c.database AND t.name = c.table WHERE c.database"
                    + OURS
                    + " ORDER BY c.database, c.table, c.position LIMIT "
                    + (CatalogueRows.COLUMNS_MAX + 1);

    private static final String TABLES =
            "SELECT count() FROM system.tables WHERE NOT is_temporary AND database" + OURS;

    private final Queries queries;
    private final Stop stop;

    ClickHouseCatalogue(Queries queries, Stop stop) {
        this.queries = queries;
        this.stop = stop;
    }

    Schema schema() throws SourceFailure {
        return CatalogueRows.schema(rows(COLUMNS, CatalogueRows.COLUMNS_MAX));
    }

    Probe probe(boolean encrypted) throws SourceFailure {
        queries.access(stop); // one that cannot be limited is told of now
        String version = rows("SELECT version()", 1).getFirst().getFirst();
        int tables = Integer.parseInt(rows(TABLES, 1).getFirst().getFirst());
        return new Probe(version, "", encrypted, false, powers(grants()), List.of(), tables);
    }

    /** Those of the user's roles are among them where the server knows how (from 24.x). */
    private List<String> grants() throws SourceFailure {
        try {
            return firsts(rows("SHOW GRANTS FINAL", Power.REMEDY_STATEMENTS_MAX));
        } catch (SourceFailure e) {
            if (e.code() != ReasonCode.QUERY_FAILED) {
                throw e;
            }
            return firsts(rows("SHOW GRANTS", Power.REMEDY_STATEMENTS_MAX));
        }
    }

    private static List<String> firsts(List<List<String>> rows) {
        return rows.stream().map(List::getFirst).toList();
    }

    /** From lines as {@code GRANT SELECT, INSERT(a) ON shop.* TO reader}. */
    static List<Power> powers(List<String> grants) {
        Map<Power.Kind, TreeSet<String>> found = new EnumMap<>(Power.Kind.class);
        Map<Power.Kind, List<String>> remedies = new EnumMap<>(Power.Kind.class);
        for (String grant : grants) {
            int on = grant.indexOf(" ON ");
            int to = grant.lastIndexOf(" TO ");
            if (!grant.startsWith("GRANT ") || on < 0 || to < on) {
                continue; // a role, whose own grants are listed besides
            }
            String object = grant.substring(on + " ON ".length(), to);
            String user = grant.substring(to + " TO ".length()).split(" WITH ", 2)[0];
            for (String name :
                    grant.substring("GRANT ".length(), on).split(", ?(?![^(]*\\))", -1)) {
                Power.Kind kind = kind(name);
                if (kind != null) {
                    found.computeIfAbsent(kind, _ -> new TreeSet<>()).add(object);
                    remedies.computeIfAbsent(kind, _ -> new ArrayList<>())
                            .add("REVOKE " + name + " ON " + object + " FROM " + user);
                }
            }
        }
        List<Power> powers = new ArrayList<>();
        found.forEach((kind, objects) ->
                powers.add(
                        new Power(
                                kind,
                                objects.stream().limit(Power.SUBJECTS_MAX).toList(),
                                remedies.getOrDefault(kind, List.of()).stream()
                                        .limit(Power.REMEDY_STATEMENTS_MAX)
                                        .toList())));
        return powers;
    }

    private static Power.@Nullable Kind kind(String privilege) {
        String name = privilege.split("\\(", 2)[0].strip();
        return switch (name) {
            case "SELECT",
                    "SHOW",
                    "SHOW DATABASES",
                    "SHOW TABLES",
                    "SHOW COLUMNS",
                    "SHOW DICTIONARIES",
                    "dictGet",
                    "NONE",
                    "USAGE" ->
                    null;
            case "ALL", "ALL PRIVILEGES" -> Power.Kind.SUPERUSER;
            case "INSERT", "TRUNCATE", "OPTIMIZE", "DELETE", "UPDATE" -> Power.Kind.WRITE;
            case "CREATE TEMPORARY TABLE", "CREATE ARBITRARY TEMPORARY TABLE" -> Power.Kind.CREATE;
            case "KILL QUERY", "SYSTEM" -> Power.Kind.ADMINISTER;
            case "SOURCES",
                    "FILE",
                    "URL",
                    "REMOTE",
                    "S3",
                    "HDFS",
                    "MYSQL",
                    "POSTGRES",
                    "MONGO",
                    "ODBC",
                    "JDBC",
                    "AZURE",
                    "SQLITE",
                    "REDIS",
                    "HIVE",
                    "KAFKA",
                    "NATS",
                    "RABBITMQ",
                    "READ",
                    "WRITE" ->
                    Power.Kind.FILES;
            default -> {
                if (name.startsWith("ALTER ") || name.startsWith("DROP ")) {
                    yield name.matches(
                                    "(ALTER|DROP) (USER|ROLE|QUOTA|SETTINGS PROFILE|ROW"
                                            + " POLICY)")
                            ? Power.Kind.MANAGE_ROLES
                            : Power.Kind.WRITE;
                }
                if (name.equals("ALTER") || name.equals("DROP")) {
                    yield Power.Kind.WRITE;
                }
                if (name.matches(
                        "ACCESS MANAGEMENT|ROLE ADMIN|CREATE (USER|ROLE|QUOTA|SETTINGS"
                                + " PROFILE|ROW POLICY)")) {
                    yield Power.Kind.MANAGE_ROLES;
                }
                if (name.equals("CREATE") || name.startsWith("CREATE ")) {
                    yield Power.Kind.CREATE;
                }
                if (name.startsWith("SYSTEM ")) {
                    yield Power.Kind.ADMINISTER;
                }
                yield null;
            }
        };
    }

    private List<List<String>> rows(String sql, int most) throws SourceFailure {
        Answer answer = Answer.ofCatalogue(most);
        queries.run(sql, Map.of(), answer, stop);
        if (answer.isTruncated()) {
            throw SourceFailure.of(ReasonCode.RESULT_TOO_LARGE, null, Map.of("rows_max", most));
        }
        return answer.texts();
    }
}
