package dev.sluice.guard.resolve;

import dev.sluice.guard.dialect.Dialect;
import dev.sluice.guard.refusal.Refusal;
import dev.sluice.guard.rewrite.VisibleColumn;
import dev.sluice.guard.rewrite.VisibleTable;
import dev.sluice.guard.rewrite.VisibleTables;
import dev.sluice.guard.tree.Expression;
import dev.sluice.guard.tree.Query;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Binds the names of one text. An instance serves one text. */
public final class Resolution {
    private final Dialect dialect;
    private final VisibleTables visible;
    private final Map<String, String> claims;
    private final Findings findings;
    private final Reads reads = new Reads();
    private final Effort effort = new Effort();
    private final Conditions conditions = new Conditions();
    private final Set<Integer> barriers;

    /**
     * For a text that may name these tables.
     *
     * @param claims of the caller
     */
    public Resolution(Dialect dialect, VisibleTables visible, Map<String, String> claims) {
        this(dialect, visible, claims, Set.of(), null);
    }

    private Resolution(
            Dialect dialect,
            VisibleTables visible,
            Map<String, String> claims,
            Set<Integer> barriers,
            @Nullable Trace trace) {
        this.findings = new Findings(trace);
        this.dialect = dialect;
        this.visible = visible;
        this.claims = claims;
        this.barriers = barriers;
    }

    /** A query over governed tables, every name bound, and what it reads. */
    public record Resolved(Query query, Reads reads) {}

    /**
     * Resolves a query. What needs a barrier shows only at the end, so that a query with conditions
     * that can fail is resolved once more.
     *
     * @param claims of the caller
     * @param trace hears what is come across, null when nobody wants to know
     * @throws Refusal with the first finding in the order of the guards
     */
    public static Resolved resolve(
            Query query,
            Dialect dialect,
            VisibleTables visible,
            Map<String, String> claims,
            @Nullable Trace trace) {
        Resolution first = new Resolution(dialect, visible, claims, Set.of(), trace);
        Query resolved = first.query(query);
        Set<Integer> barriers = first.conditions.exposed();
        if (trace != null) {
            first.conditions.exposedTables().forEach(trace::barrier);
        }
        if (barriers.isEmpty()) {
            return new Resolved(resolved, first.reads);
        }
        Resolution second = new Resolution(dialect, visible, claims, barriers, null);
        return new Resolved(second.query(query), second.reads);
    }

    private Query query(Query query) {
        Queries queries = new Queries(this);
        Query resolved = queries.inner(query, new Scope(null, CommonTables.NONE));
        findings.refuse();
        return resolved;
    }

    /**
     * A condition over one table, every name bound; the table is referred to by its own name.
     *
     * @throws Refusal with the first finding in the order of the guards
     */
    public Expression condition(Expression condition, VisibleTable table) {
        Scope scope = new Scope(new Scope(null, CommonTables.NONE), CommonTables.NONE);
        Relation relation = Relation.ofTable(dialect, table, null);
        for (VisibleColumn column : table.columns()) {
            relation.add(column.name(), column);
        }
        scope.add(relation, true, true);
        Queries queries = new Queries(this);
        Expression resolved = queries.expressions().resolve(condition, scope);
        if (scope.aggregates() > 0 || scope.level().isWindowed()) {
            findings.add(
                    Refusal.syntax(
                            "A row filter looks at rows one by one: aggregates and window functions"
                                    + " belong into a sub-query.",
                            null,
                            0));
        }
        findings.refuse();
        return resolved;
    }

    Conditions conditions() {
        return conditions;
    }

    /** The numbers of the tables that get a barrier. */
    Set<Integer> barriers() {
        return barriers;
    }

    Reads reads() {
        return reads;
    }

    Dialect dialect() {
        return dialect;
    }

    VisibleTables visible() {
        return visible;
    }

    Map<String, String> claims() {
        return claims;
    }

    Effort effort() {
        return effort;
    }

    Findings findings() {
        return findings;
    }
}
