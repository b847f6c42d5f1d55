package dev.sluice.connector.postgresql;

import dev.sluice.core.Schema;
import dev.sluice.core.TableName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads what the rows of views, partitioned, inherited and foreign tables come from, through views
 * of views: relations with the columns that are named, servers, and functions that are not the
 * database's own. The catalogue knows it, whoever may select from what is found.
 */
final class LineageReader {
    static final int READS_MAX = 50_000;

    /** Who reads what: a view by its rule, a parent through its children. */
    private static final String EDGES =
            "edges (reader, target, place) AS ("
                    + "SELECT r.ev_class, d.refobjid, d.refobjsubid"
                    + " FROM pg_catalog.pg_rewrite r JOIN pg_catalog.pg_depend d"
                    + " ON d.classid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass"
                    + " AND d.objid = r.oid"
                    + " AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass"
                    + " AND d.refobjid <> r.ev_class"
                    + " UNION SELECT inhparent, inhrelid, 0 FROM pg_catalog.pg_inherits)";

    private static final String INSIDE =
            "inside (root, part) AS ("
                    + "SELECT c.oid, c.oid FROM pg_catalog.pg_class c"
                    + " WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f')"
                    + " UNION SELECT i.root, e.target FROM inside i"
                    + " JOIN edges e ON e.reader = i.part)";

    private static final String RELATIONS =
            "SELECT i.root, rn.nspname || '.' || rc.relname || coalesce("
                    + "' (' || pg_catalog.string_agg(DISTINCT a.attname::text, ', ') || ')', '')"
                    + " FROM inside i JOIN edges e ON e.reader = i.part"
                    + " JOIN pg_catalog.pg_class rc ON rc.oid = e.target"
                    + " JOIN pg_catalog.pg_namespace rn ON rn.oid = rc.relnamespace"
                    + " LEFT JOIN pg_catalog.pg_attribute a"
                    + " ON a.attrelid = e.target AND a.attnum = e.place AND e.place > 0"
                    + " GROUP BY i.root, rn.nspname, rc.relname";

    private static final String SERVERS =
            "SELECT i.root, 'server ' || s.srvname"
                    + " FROM inside i JOIN pg_catalog.pg_foreign_table f ON f.ftrelid = i.part"
                    + " JOIN pg_catalog.pg_foreign_server s ON s.oid = f.ftserver";

    private static final String FUNCTIONS =
            "SELECT i.root, 'function ' || pn.nspname || '.' || p.proname"
                    + " FROM inside i JOIN pg_catalog.pg_rewrite r ON r.ev_class = i.part"
                    + " JOIN pg_catalog.pg_depend d"
                    + " ON d.classid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass"
                    + " AND d.objid = r.oid"
                    + " AND d.refclassid = 'pg_catalog.pg_proc'::pg_catalog.regclass"
                    + " JOIN pg_catalog.pg_proc p ON p.oid = d.refobjid"
                    + " JOIN pg_catalog.pg_namespace pn ON pn.oid = p.pronamespace"
                    + " WHERE pn.nspname <> 'pg_catalog'";

    private static final String READS =
            "WITH RECURSIVE "
                    + EDGES
                    + ", "
                    + INSIDE
                    + ", reads (root, what) AS ("
                    + RELATIONS
                    + " UNION "
                    + SERVERS
                    + " UNION "
                    + FUNCTIONS
                    + ") SELECT n.nspname, c.relname, c.relkind, w.what"
                    + " FROM pg_catalog.pg_class c"
                    + " JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
                    + " LEFT JOIN reads w ON w.root = c.oid"
                    + " WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f')"
                    + " AND (c.relkind <> 'r' OR w.what IS NOT NULL)"
                    + SchemaReader.VISIBLE
                    + " AND pg_catalog.has_any_column_privilege(c.oid, 'SELECT')"
                    + " ORDER BY n.nspname, c.relname, w.what LIMIT "
                    + (READS_MAX + 1);

    private LineageReader() {}

    /** By table; a table that is no more than it says is missing. */
    static Map<TableName, Schema.Lineage> read(Catalog catalog) {
        Map<TableName, List<String>> reads = new LinkedHashMap<>();
        Map<TableName, Schema.Kind> kinds = new LinkedHashMap<>();
        for (List<String> row : catalog.rows(READS, READS_MAX)) {
            TableName name = new TableName(row.get(0), row.get(1));
            kinds.put(name, kind(row.get(2)));
            List<String> own = reads.computeIfAbsent(name, _ -> new ArrayList<>());
            if (!row.get(3).isEmpty()) {
                own.add(row.get(3));
            }
        }
        Map<TableName, Schema.Lineage> lineages = new LinkedHashMap<>();
        reads.forEach((name, what) ->
                lineages.put(
                        name,
                        new Schema.Lineage(
                                kinds.getOrDefault(name, Schema.Kind.TABLE), List.copyOf(what))));
        return lineages;
    }

    /** As {@code pg_class.relkind} says it. */
    private static Schema.Kind kind(String letter) {
        return switch (letter) {
            case "v" -> Schema.Kind.VIEW;
            case "m" -> Schema.Kind.MATERIALIZED_VIEW;
            case "p" -> Schema.Kind.PARTITIONED_TABLE;
            case "f" -> Schema.Kind.FOREIGN_TABLE;
            default -> Schema.Kind.TABLE;
        };
    }
}
