package dev.sluice.connector.duckdb;

import dev.sluice.connector.ResultColumn;
import dev.sluice.connector.ResultColumn.Kind;
import dev.sluice.connector.duckdb.frame.Message.Column;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * DuckDB's types as answers name them: without precision, fields and members, since the members of
 * an enumeration are values that a caller may not be meant to see.
 *
 * @see <a href="https://duckdb.org/docs/stable/sql/data_types/overview">Data Types</a>
 */
final class Types {
    private static final String OTHER = "other";

    private static final Set<String> KNOWN =
            Set.of(
                    "BOOLEAN",
                    "TINYINT",
                    "SMALLINT",
                    "INTEGER",
                    "BIGINT",
                    "HUGEINT",
                    "UTINYINT",
                    "USMALLINT",
                    "UINTEGER",
                    "UBIGINT",
                    "UHUGEINT",
                    "BIGNUM",
                    "FLOAT",
                    "DOUBLE",
                    "DECIMAL",
                    "VARCHAR",
                    "BLOB",
                    "BIT",
                    "UUID",
                    "JSON",
                    "VARIANT",
                    "GEOMETRY",
                    "DATE",
                    "TIME",
                    "TIME_NS",
                    "TIME WITH TIME ZONE",
                    "TIMESTAMP",
                    "TIMESTAMP_S",
                    "TIMESTAMP_MS",
                    "TIMESTAMP_NS",
                    "TIMESTAMP WITH TIME ZONE",
                    "TIMESTAMPTZ_NS",
                    "INTERVAL",
                    "ENUM",
                    "STRUCT",
                    "TUPLE",
                    "MAP",
                    "UNION");

    private static final Pattern LISTS = Pattern.compile("(\\[\\d*])+$");

    private Types() {}

    static List<ResultColumn> columns(List<Column> columns) {
        return columns.stream().map(column -> column(column.name(), name(column.type()))).toList();
    }

    private static ResultColumn column(String name, String type) {
        Kind kind =
                switch (type) {
                    case "BOOLEAN" -> Kind.BOOLEAN;
                    case "TINYINT",
                            "SMALLINT",
                            "INTEGER",
                            "BIGINT",
                            "UTINYINT",
                            "USMALLINT",
                            "UINTEGER" ->
                            Kind.INTEGER;
                    case "FLOAT", "DOUBLE" -> Kind.FLOAT;
                    default -> Kind.TEXT;
                };
        return new ResultColumn(name, type, kind);
    }

    static String name(String type) {
        Matcher lists = LISTS.matcher(type);
        String suffix = lists.find() ? lists.group() : "";
        String element = type.substring(0, type.length() - suffix.length());
        int parameters = element.indexOf('(');
        String base = parameters < 0 ? element : element.substring(0, parameters);
        return KNOWN.contains(base) ? base + suffix : OTHER;
    }
}
