package dev.sluice.guard.resolve;

import dev.sluice.guard.dialect.Dialect;
import dev.sluice.guard.refusal.Refusal;
import dev.sluice.guard.rewrite.VisibleTable;
import dev.sluice.guard.rewrite.VisibleTables;
import dev.sluice.guard.tree.Expression;
import dev.sluice.guard.tree.Query;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Binds the names of one text. An instance serves one text. */
public final class Resolution {
    private final Dialect dialect;
    private final VisibleTables visible;
    private final Map<String, String> claims;
    private final Findings findings;
    private final Reads reads = new Reads();
    private final Effort effort = new Effort();

    /**
     * For a text that may name these tables.
     *
     * @param claims of the caller
     */
    public Resolution(Dialect dialect, VisibleTables visible, Map<String, String> claims) {
        this(dialect, visible, claims, null);
    }

    /**
     * As the other, telling what it comes across.
     *
     * @param trace null when nobody wants to know
     */
    public Resolution(
            Dialect dialect,
            VisibleTables visible,
            Map<String, String> claims,
            @Nullable Trace trace) {
        this.findings = new Findings(trace);
        this.dialect = dialect;
        this.visible = visible;
        this.claims = claims;
    }

    /**
     * The query over governed tables, every name bound.
     *
     * @throws Refusal with the first finding in the order of the guards
     */
    public Query query(Query query) {
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
        for (String column : table.columns()) {
            relation.add(column, column, List.of());
        }
        scope.add(relation, true, true);
        Queries queries = new Queries(this);
        Expression resolved = queries.expressions().resolve(condition, scope);
        findings.refuse();
        return resolved;
    }

    /** The tables and columns that were read. */
    public Reads reads() {
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
