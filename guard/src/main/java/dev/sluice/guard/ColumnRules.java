package dev.sluice.guard;

import dev.sluice.core.Exposure;
import dev.sluice.core.Mask;
import dev.sluice.core.Policy;
import dev.sluice.core.Schema;
import dev.sluice.guard.dialect.Dialect;
import dev.sluice.guard.parser.Parser;
import dev.sluice.guard.rewrite.Masking;
import dev.sluice.guard.rewrite.TypeFamily;
import dev.sluice.guard.rewrite.VisibleColumn;
import dev.sluice.guard.tree.Expression;
import dev.sluice.guard.tree.Position;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The columns of one table as a rule shows them.
 *
 * @param masks by column, what stands in its place
 */
record ColumnRules(List<VisibleColumn> visible, Map<String, Expression> masks) {

    /**
     * Of a table behind this rule.
     *
     * @param binding binds the names of an expression over the table's columns
     */
    static ColumnRules of(
            Schema.Table table,
            Policy.TableRule rule,
            Dialect dialect,
            UnaryOperator<Expression> binding) {
        List<VisibleColumn> visible = new ArrayList<>();
        Map<String, Expression> masks = new LinkedHashMap<>();
        for (Map.Entry<String, Policy.ColumnRule> entry : rule.columns().entrySet()) {
            String name = entry.getKey();
            Policy.ColumnRule column = entry.getValue();
            Schema.Column known = known(table, name);
            if (column.exposure() instanceof Exposure.Aggregate && table.primaryKey().isEmpty()) {
                throw CompiledPolicy.invalid(
                        "Table '%s' has no primary key to count the rows of groups by."
                                .formatted(table.name()),
                        place(table, name));
            }
            Mask mask = column.mask();
            if (mask == null) {
                TypeFamily family = TypeFamily.of(known.type());
                visible.add(VisibleColumn.plain(name, column.exposure(), family));
            } else {
                Masks masked = new Masks(dialect, binding);
                visible.add(masked(table, known, column.exposure(), mask, masked.masking()));
                masks.put(name, masked.of(table, known, mask));
            }
        }
        return new ColumnRules(List.copyOf(visible), Map.copyOf(masks));
    }

    private static Schema.Column known(Schema.Table table, String name) {
        Optional<Schema.Column> known = table.column(name);
        if (known.isEmpty()) {
            throw CompiledPolicy.invalid(
                    "Table '%s' has no column '%s'.".formatted(table.name(), name),
                    place(table, name));
        }
        return known.get();
    }

    /** Why values of the type cannot be masked like this, for an administrator. */
    static Optional<String> objection(String dialect, String type, Mask mask) {
        return Dialect.named(dialect)
                .map(known -> Masking.of(known).objection(mask, type))
                .orElseGet(() -> Optional.of("masks are not available for " + dialect + "."));
    }

    private static VisibleColumn masked(
            Schema.Table table,
            Schema.Column column,
            Exposure exposure,
            Mask mask,
            Masking masking) {
        masking.objection(mask, column.type())
                .ifPresent(objection -> {
                    throw CompiledPolicy.invalid(
                            "Column '%s' of '%s': %s"
                                    .formatted(column.name(), table.name(), objection),
                            place(table, column.name()));
                });
        return new VisibleColumn(
                column.name(),
                exposure,
                masking.family(mask, column.type()),
                true,
                mask instanceof Mask.Hash || mask instanceof Mask.KeyedHash);
    }

    /** Masks as expressions of a dialect, read and bound as a row filter is. */
    private record Masks(Dialect dialect, Masking masking, UnaryOperator<Expression> binding) {
        Masks(Dialect dialect, UnaryOperator<Expression> binding) {
            this(dialect, Masking.of(dialect), binding);
        }

        Expression of(Schema.Table table, Schema.Column column, Mask mask) {
            List<String> path = List.of(table.name().name(), column.name());
            Expression itself = new Expression.ColumnRef(path, Position.NONE);
            Expression canonical = written(masking.canonical(itself, column.type()));
            return binding.apply(written(masking.masked(mask, itself, canonical, column.type())));
        }

        private Expression written(Masking.Template template) {
            return Parser.template(template.text(), template.values(), dialect);
        }
    }

    private static Map<String, Object> place(Schema.Table table, String column) {
        return Map.of("table", table.name().toString(), "column", column);
    }
}
