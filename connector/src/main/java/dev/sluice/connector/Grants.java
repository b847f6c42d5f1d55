package dev.sluice.connector;

import dev.sluice.core.TableName;
import java.util.List;

/** What a dedicated user is to be allowed to read. */
public sealed interface Grants {
    int NAMES_MAX = 1_000;

    /** Every table that these schemas hold today. */
    record Schemas(List<String> schemas) implements Grants {
        public Schemas {
            schemas = List.copyOf(schemas);
            requireCount(schemas);
        }
    }

    /** These tables alone. */
    record Tables(List<TableName> tables) implements Grants {
        public Tables {
            tables = List.copyOf(tables);
            requireCount(tables);
        }
    }

    private static void requireCount(List<?> names) {
        if (names.isEmpty() || names.size() > NAMES_MAX) {
            throw new IllegalArgumentException("names: " + names.size());
        }
    }
}
