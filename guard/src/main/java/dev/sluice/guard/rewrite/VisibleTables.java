package dev.sluice.guard.rewrite;

import dev.sluice.core.TableName;
import dev.sluice.guard.dialect.Dialect;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The tables that one kind of text may name. */
public final class VisibleTables {
    private final Dialect dialect;
    private final String defaultSchema;
    private final Map<TableName, VisibleTable> byKey = new HashMap<>();

    /**
     * For texts of this dialect.
     *
     * @param defaultSchema the schema of names written without one
     * @throws IllegalArgumentException for two tables whose names the dialect does not tell apart
     */
    public VisibleTables(Dialect dialect, String defaultSchema, Collection<VisibleTable> tables) {
        this.dialect = dialect;
        this.defaultSchema = defaultSchema;
        for (VisibleTable table : tables) {
            if (byKey.put(key(table.name().schema(), table.name().name()), table) != null) {
                throw new IllegalArgumentException("two tables are called " + table.name());
            }
        }
    }

    public String defaultSchema() {
        return defaultSchema;
    }

    /** The table of this name as the dialect compares names, null without one. */
    public @Nullable VisibleTable find(String schema, String table) {
        return byKey.get(key(schema, table));
    }

    /** The table of exactly this name. */
    public @Nullable VisibleTable find(TableName name) {
        VisibleTable table = find(name.schema(), name.name());
        return table != null && table.name().equals(name) ? table : null;
    }

    private TableName key(String schema, String table) {
        return new TableName(dialect.key(schema), dialect.key(table));
    }
}
