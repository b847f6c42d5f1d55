package dev.sluice.guard;

import dev.sluice.core.Limits;
import dev.sluice.core.TableName;
import java.util.Collections;
import java.util.List;
import java.util.SequencedSet;

/**
 * SQL that the guard generated, the only thing a connector runs. It cannot be constructed outside
 * this package: whoever holds one holds a decision.
 */
public final class GuardedQuery {
    private final String sql;
    private final String databaseText;
    private final List<Parameter> parameters;
    private final Limits limits;
    private final SequencedSet<TableName> tables;
    private final List<String> columns;

    /** For a statement that reads the same in JDBC and in the database. */
    GuardedQuery(
            String sql,
            List<Parameter> parameters,
            Limits limits,
            SequencedSet<TableName> tables,
            List<String> columns) {
        this(sql, sql, parameters, limits, tables, columns);
    }

    GuardedQuery(
            String sql,
            String databaseText,
            List<Parameter> parameters,
            Limits limits,
            SequencedSet<TableName> tables,
            List<String> columns) {
        this.sql = sql;
        this.databaseText = databaseText;
        this.parameters = List.copyOf(parameters);
        this.limits = limits;
        this.tables = Collections.unmodifiableSequencedSet(tables);
        this.columns = List.copyOf(columns);
    }

    /**
     * The canonical text, one statement. Claims stand in it as {@code ?} placeholders in the order
     * of {@link #parameters()}; an operator that holds a question mark is written {@code ??}, as
     * JDBC wants it. Returns at most {@code limits().maxRows() + 1} rows.
     */
    public String sql() {
        return sql;
    }

    /**
     * The same statement as the database reads it: claims stand in it as {@code $1}, {@code $2},
     * and operators as they are. For people, logs and tools; {@link #sql()} is for JDBC.
     */
    public String databaseText() {
        return databaseText;
    }

    public List<Parameter> parameters() {
        return parameters;
    }

    /** The limits that the decision was made under; a row beyond {@code maxRows} means more. */
    public Limits limits() {
        return limits;
    }

    /** The base tables it reads, in order of appearance. */
    public SequencedSet<TableName> tables() {
        return tables;
    }

    /** The base columns that the text refers to, as {@code schema.table.column}, sorted. */
    public List<String> columns() {
        return columns;
    }

    /** A value that is bound, never written into the text. */
    public record Parameter(String value) {
        @Override
        public String toString() {
            return "Parameter[redacted]";
        }
    }

    @Override
    public String toString() {
        return sql;
    }
}
