package dev.sluice.guard.rewrite;

import dev.sluice.core.TableName;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The tables that one kind of text may name.
 *
 * @param defaultSchema the schema of names written without one
 */
public record VisibleTables(String defaultSchema, Map<TableName, VisibleTable> tables) {
    public VisibleTables {
        tables = Map.copyOf(tables);
    }

    public @Nullable VisibleTable find(TableName name) {
        return tables.get(name);
    }
}
