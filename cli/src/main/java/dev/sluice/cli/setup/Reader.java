package dev.sluice.cli.setup;

import dev.sluice.core.TableName;
import java.util.List;
import java.util.Map;

/**
 * The dedicated user that is wanted, and what it may read.
 *
 * @param from the address that the user may come from, in the engine's own spelling; empty for any
 * @param schemas whose tables it may read, where {@code tables} is empty
 * @param tables that it may read, and no other
 * @param password whether the text is to hold a password, at {@link Script#PASSWORD}
 * @param tls whether the database is to refuse the user without TLS
 * @param options of the engine, for example Snowflake's warehouse
 */
public record Reader(
        String database,
        String user,
        String from,
        List<String> schemas,
        List<TableName> tables,
        boolean password,
        boolean tls,
        Map<String, String> options) {

    public Reader {
        schemas = List.copyOf(schemas);
        tables = List.copyOf(tables);
        options = Map.copyOf(options);
    }

    /** An option's value, or what stands in for it. */
    String option(String name, String otherwise) {
        return options.getOrDefault(name, otherwise);
    }
}
