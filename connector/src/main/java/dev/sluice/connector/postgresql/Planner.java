package dev.sluice.connector.postgresql;

import dev.sluice.connector.SessionTag;
import dev.sluice.connector.jdbc.Estimate;
import dev.sluice.connector.jdbc.Recent;
import dev.sluice.core.TableName;
import dev.sluice.guard.GuardedQuery;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.postgresql.core.Tuple;

/**
 * Asks the database what a query would cost, without running it, once for each text: two texts of
 * the same shape can differ by any factor in cost, so a cheap one must not vouch for the other.
 * Sizes of relations are remembered as well, so that a new text takes one round trip, not two.
 */
final class Planner {
    static final int TEXTS_MAX = 1_000;
    static final int RELATIONS_MAX = 10_000;
    static final Duration AGE_MAX = Duration.ofMinutes(10);

    /** For what nobody asked for. */
    static final SessionTag TAG = new SessionTag("sluice estimate");

    /** Planning is quick, or something is wrong. */
    static final Duration TIMEOUT_MAX = Duration.ofSeconds(10);

    private static final String EXPLAIN = "EXPLAIN (FORMAT JSON, VERBOSE) ";
    private static final String SIZES =
            "SELECT n.nspname, c.relname, pg_catalog.pg_relation_size(c.oid)"
                    + " FROM pg_catalog.pg_class c"
                    + " JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
                    + " JOIN ROWS FROM (pg_catalog.unnest(?::text[]), pg_catalog.unnest(?::text[]))"
                    + " AS wanted(s, t) ON n.nspname = wanted.s AND c.relname = wanted.t";

    private final Recent<String, Estimate> estimates = new Recent<>(TEXTS_MAX, AGE_MAX);
    private final Recent<TableName, Long> sizes = new Recent<>(RELATIONS_MAX, AGE_MAX);

    /**
     * What the engine expects of the query.
     *
     * @param tag who asks, for the database: it sees the query's text here as well
     */
    Estimate estimate(Backend backend, GuardedQuery query, SessionTag tag) throws SQLException {
        Estimate known = estimates.get(query.sql());
        if (known != null) {
            return known;
        }
        PlanNode plan = PlanParser.parse(explain(backend, query, tag));
        Estimate estimate =
                new Estimate(
                        ScanEstimate.bytes(plan, sizes(backend, ScanEstimate.relations(plan))),
                        plan.totalCost());
        estimates.put(query.sql(), estimate);
        return estimate;
    }

    /** The plan of the query; a side effect is that the connection knows its tables afterwards. */
    static byte[] explain(Backend backend, GuardedQuery query, SessionTag tag) throws SQLException {
        Duration own = query.limits().timeout();
        Collected answer =
                backend.run(
                        EXPLAIN + query.sql(),
                        values(query),
                        tag,
                        own.compareTo(TIMEOUT_MAX) < 0 ? own : TIMEOUT_MAX);
        StringBuilder json = new StringBuilder();
        for (Tuple line : answer.rows()) {
            json.append(text(line, 0)).append('\n');
        }
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    static List<String> values(GuardedQuery query) {
        return query.parameters().stream().map(GuardedQuery.Parameter::value).toList();
    }

    private Map<TableName, Long> sizes(Backend backend, Set<TableName> relations)
            throws SQLException {
        Map<TableName, Long> known = new HashMap<>();
        List<TableName> unknown = new ArrayList<>();
        for (TableName relation : relations) {
            Long size = sizes.get(relation);
            if (size == null) {
                unknown.add(relation);
            } else {
                known.put(relation, size);
            }
        }
        if (!unknown.isEmpty()) {
            Map<TableName, Long> read = readSizes(backend, unknown);
            read.forEach(sizes::put);
            known.putAll(read);
        }
        return known;
    }

    private static Map<TableName, Long> readSizes(Backend backend, List<TableName> relations)
            throws SQLException {
        List<String> schemas = relations.stream().map(TableName::schema).toList();
        List<String> names = relations.stream().map(TableName::name).toList();
        Collected answer =
                backend.run(
                        SIZES,
                        List.of(Quoting.arrayLiteral(schemas), Quoting.arrayLiteral(names)),
                        TAG,
                        TIMEOUT_MAX);
        Map<TableName, Long> read = new HashMap<>();
        for (Tuple row : answer.rows()) {
            read.put(new TableName(text(row, 0), text(row, 1)), Long.parseLong(text(row, 2)));
        }
        return read;
    }

    private static String text(Tuple row, int column) {
        byte[] cell = row.get(column);
        return cell == null ? "0" : new String(cell, StandardCharsets.UTF_8);
    }
}
