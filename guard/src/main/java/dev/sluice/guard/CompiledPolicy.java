package dev.sluice.guard;

import dev.sluice.core.Exposure;
import dev.sluice.core.Policy;
import dev.sluice.core.ReasonCode;
import dev.sluice.core.Schema;
import dev.sluice.core.SluiceException;
import dev.sluice.core.TableName;
import dev.sluice.guard.Guard.FilterProblem;
import dev.sluice.guard.dialect.Dialect;
import dev.sluice.guard.dialect.Trait;
import dev.sluice.guard.emit.Emitter;
import dev.sluice.guard.emit.Style;
import dev.sluice.guard.parser.Parser;
import dev.sluice.guard.refusal.Refusal;
import dev.sluice.guard.resolve.Resolution;
import dev.sluice.guard.rewrite.Barrier;
import dev.sluice.guard.rewrite.OwnRow;
import dev.sluice.guard.rewrite.TypeFamily;
import dev.sluice.guard.rewrite.VisibleColumn;
import dev.sluice.guard.rewrite.VisibleTable;
import dev.sluice.guard.rewrite.VisibleTables;
import dev.sluice.guard.tree.Body;
import dev.sluice.guard.tree.Expression;
import dev.sluice.guard.tree.Query;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Turns a policy into the tables that queries may see. */
final class CompiledPolicy {
    private final Dialect dialect;
    private final VisibleTables whole;

    private CompiledPolicy(Dialect dialect, String defaultSchema, Schema schema) {
        this.dialect = dialect;
        List<VisibleTable> tables = new ArrayList<>();
        for (Schema.Table table : schema.tables().values()) {
            List<VisibleColumn> columns = new ArrayList<>(table.columns().size());
            for (Schema.Column column : table.columns()) {
                columns.add(whole(column));
            }
            tables.add(new VisibleTable.Whole(table.name(), columns, table.primaryKey()));
        }
        this.whole = visible(dialect, defaultSchema, tables);
    }

    private static VisibleColumn whole(Schema.Column column) {
        return VisibleColumn.plain(
                column.name(), new Exposure.Select(), TypeFamily.of(column.type()));
    }

    static VisibleTables of(Policy policy, Schema schema, Dialect dialect) {
        CompiledPolicy compiled = new CompiledPolicy(dialect, policy.defaultSchema(), schema);
        List<VisibleTable> tables = new ArrayList<>();
        for (Map.Entry<TableName, Policy.TableRule> entry : policy.tables().entrySet()) {
            TableName name = entry.getKey();
            VisibleTable governed =
                    compiled.table(schema.table(name).orElse(null), name, entry.getValue());
            // Without a column nothing of a table shows, not even its size.
            if (!governed.columns().isEmpty()) {
                tables.add(governed);
            }
        }
        return visible(dialect, policy.defaultSchema(), tables);
    }

    private static VisibleTables visible(
            Dialect dialect, String defaultSchema, List<VisibleTable> tables) {
        try {
            return new VisibleTables(dialect, defaultSchema, tables);
        } catch (IllegalArgumentException e) {
            throw invalid(
                    "Two tables have names that the database does not tell apart.",
                    Map.of("dialect", dialect.name()));
        }
    }

    static Optional<FilterProblem> checkFilter(
            String dialectName,
            String defaultSchema,
            Schema schema,
            TableName table,
            String filter) {
        Dialect dialect =
                Dialect.named(dialectName)
                        .orElseThrow(() -> invalid("The dialect is not known.", Map.of()));
        CompiledPolicy compiled = new CompiledPolicy(dialect, defaultSchema, schema);
        VisibleTable own = compiled.existing(table);
        try {
            compiled.filter(filter, own);
            return Optional.empty();
        } catch (Refusal e) {
            return Optional.of(new FilterProblem(e.code(), e.message(), e.position()));
        }
    }

    private VisibleTable existing(TableName name) {
        VisibleTable table = whole.find(name);
        if (table == null) {
            throw invalid(
                    "The database has no table '%s'.".formatted(name),
                    Map.of("table", name.toString()));
        }
        return table;
    }

    private VisibleTable table(
            Schema.@Nullable Table table, TableName name, Policy.TableRule rule) {
        VisibleTable all = existing(name);
        if (table == null) {
            throw new IllegalStateException("a table that exists has a description");
        }
        ColumnRules columns =
                ColumnRules.of(
                        table,
                        rule,
                        dialect,
                        mask -> new Resolution(dialect, whole, Map.of()).condition(mask, all));
        List<Expression> filters = new ArrayList<>();
        for (int i = 0; i < rule.rowFilters().size(); i++) {
            filters.add(filter(name, rule.rowFilters().get(i), i, all));
        }
        try {
            return new VisibleTable.Governed(
                    name,
                    columns.visible(),
                    all.primaryKey(),
                    columns.masks(),
                    filter(filters),
                    Barrier.of(dialect));
        } catch (Refusal e) {
            throw invalid(
                    "The row filters of '%s' are too complex.".formatted(name),
                    Map.of("table", name.toString()));
        }
    }

    private VisibleTable.@Nullable RowFilter filter(List<Expression> filters) {
        if (filters.isEmpty()) {
            return null;
        }
        Expression filter =
                filters.size() == 1
                        ? filters.getFirst()
                        : new Expression.Logical(Expression.Connective.AND, List.copyOf(filters));
        // Writing the filter and reading it back tells what it wants.
        Body.Values alone = new Body.Values(List.of(List.of(filter)));
        Emitter.Text text =
                Emitter.write(new Query(null, alone, List.of(), null), Style.DATABASE, dialect);
        int tables = Parser.emitted(text.sql(), dialect, text.claims()).baseTables();
        List<String> claims = List.copyOf(new LinkedHashSet<>(text.claims()));
        boolean own = OwnRow.holds(filter) && !dialect.has(Trait.FILTERS_UNORDERED);
        return new VisibleTable.RowFilter(filter, claims, tables, own);
    }

    private Expression filter(TableName name, String text, int index, VisibleTable own) {
        try {
            return filter(text, own);
        } catch (Refusal e) {
            throw invalid(
                    "A row filter of '%s' is not valid: %s".formatted(name, e.message()),
                    Map.of(
                            "table",
                            name.toString(),
                            "filter",
                            index,
                            "position",
                            e.position(),
                            "code",
                            e.code().name()));
        }
    }

    private Expression filter(String text, VisibleTable own) {
        Expression parsed = Parser.rowFilter(text, dialect);
        return new Resolution(dialect, whole, Map.of()).condition(parsed, own);
    }

    static SluiceException invalid(String message, Map<String, Object> details) {
        return new SluiceException(ReasonCode.POLICY_INVALID, message, details);
    }
}
