package dev.sluice.guard;

import dev.sluice.core.Exposure;
import dev.sluice.core.Mask;
import dev.sluice.core.Policy;
import dev.sluice.core.Schema;
import dev.sluice.guard.dialect.Dialect;
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

/**
 * The columns of one table as a rule shows them.
 *
 * @param masks by column, what stands in its place
 */
record ColumnRules(List<VisibleColumn> visible, Map<String, Expression> masks) {

    static ColumnRules of(Schema.Table table, Policy.TableRule rule, Dialect dialect) {
        List<VisibleColumn> visible = new ArrayList<>();
        Map<String, Expression> masks = new LinkedHashMap<>();
        for (Map.Entry<String, Policy.ColumnRule> entry : rule.columns().entrySet()) {
            String name = entry.getKey();
            Policy.ColumnRule column = entry.getValue();
            if (column.exposure() instanceof Exposure.Aggregate && table.primaryKey().isEmpty()) {
                throw CompiledPolicy.invalid(
                        "Table '%s' has no primary key to count the rows of groups by."
                                .formatted(table.name()),
                        place(table, name));
            }
            visible.add(visible(table, known(table, name), column, dialect, masks));
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
        return Masking.of(dialect)
                .map(masking -> masking.objection(mask, type))
                .orElseGet(() -> Optional.of("masks are not available for " + dialect + "."));
    }

    private static VisibleColumn visible(
            Schema.Table table,
            Schema.Column column,
            Policy.ColumnRule rule,
            Dialect dialect,
            Map<String, Expression> masks) {
        Mask mask = rule.mask();
        String type = column.type();
        if (mask == null) {
            return VisibleColumn.plain(column.name(), rule.exposure(), TypeFamily.of(type));
        }
        objection(dialect.name(), type, mask)
                .ifPresent(objection -> {
                    throw CompiledPolicy.invalid(
                            "Column '%s' of '%s': %s"
                                    .formatted(column.name(), table.name(), objection),
                            place(table, column.name()));
                });
        Masking masking = Masking.of(dialect.name()).orElseThrow();
        Expression itself =
                new Expression.ColumnRef(
                        List.of(table.name().name(), column.name()), Position.NONE);
        masks.put(column.name(), masking.masked(mask, itself, type));
        return new VisibleColumn(
                column.name(),
                rule.exposure(),
                masking.family(mask, type),
                true,
                mask instanceof Mask.Hash || mask instanceof Mask.KeyedHash);
    }

    private static Map<String, Object> place(Schema.Table table, String column) {
        return Map.of("table", table.name().toString(), "column", column);
    }
}
