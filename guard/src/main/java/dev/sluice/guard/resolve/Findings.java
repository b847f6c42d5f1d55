package dev.sluice.guard.resolve;

import dev.sluice.core.ReasonCode;
import dev.sluice.core.TableName;
import dev.sluice.guard.refusal.Refusal;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with a query. Resolving goes on after a finding, so that the one reported is the
 * first in the order of the guards: tables, columns, then functions, operators and types.
 */
public final class Findings {
    private final @Nullable Trace trace;
    private @Nullable Refusal first;
    private int firstRank = Integer.MAX_VALUE;

    /**
     * @param trace is told everything, null when nobody wants to know
     */
    Findings(@Nullable Trace trace) {
        this.trace = trace;
    }

    void add(Refusal refusal) {
        add(refusal, List.of(), List.of());
    }

    private void add(Refusal refusal, List<String> path, List<TableName> owners) {
        if (trace != null) {
            trace.miss(new Trace.Miss(refusal, path, owners));
        }
        int rank = rank(refusal.code());
        boolean earlier =
                first == null || (rank == firstRank && refusal.position() < first.position());
        if (rank < firstRank || earlier) {
            first = refusal;
            firstRank = rank;
        }
    }

    private static int rank(ReasonCode code) {
        return switch (code) {
            case TABLE_NOT_ALLOW_LISTED -> 0;
            case COLUMN_NOT_ALLOW_LISTED -> 1;
            default -> 2;
        };
    }

    /** Throws the finding to report, if there is one. */
    public void refuse() {
        if (first != null) {
            throw first;
        }
    }

    void table(List<String> path, int position) {
        String name = path.getLast();
        add(
                new Refusal(
                        ReasonCode.TABLE_NOT_ALLOW_LISTED,
                        "Table '%s' is not allow-listed.".formatted(name),
                        name,
                        position),
                path,
                List.of());
    }

    void column(String name, @Nullable String table, int position, @Nullable String hint) {
        column(name, table, position, hint, List.of());
    }

    /**
     * @param owners the relations that the column could have been of
     */
    void column(
            String name,
            @Nullable String table,
            int position,
            @Nullable String hint,
            List<Relation> owners) {
        String where = table == null ? "" : " for " + table;
        Refusal refusal =
                new Refusal(
                        ReasonCode.COLUMN_NOT_ALLOW_LISTED,
                        "Column '%s' is not allow-listed%s.".formatted(name, where),
                        name,
                        position,
                        hint);
        add(refusal, List.of(), trace == null ? List.of() : tables(owners));
    }

    private static List<TableName> tables(List<Relation> relations) {
        return relations.stream().map(Relation::table).filter(Objects::nonNull).toList();
    }

    /** A base table is read. */
    void read(TableName table, int position) {
        if (trace != null) {
            trace.table(table, position);
        }
    }

    /** A column is referred to. */
    void read(Field field, int position) {
        if (trace != null) {
            trace.column(field, position);
        }
    }

    /** A column that is visible and may not be used like this. */
    void use(String name, Relation relation, int position, @Nullable String hint) {
        String shown = relation.shown();
        add(
                new Refusal(
                        ReasonCode.COLUMN_NOT_ALLOW_LISTED,
                        "Column '%s'%s is not allow-listed for this use."
                                .formatted(name, shown == null ? "" : " of " + shown),
                        name,
                        position,
                        hint),
                List.of(),
                relation.table() == null ? List.of() : List.of(relation.table()));
    }

    void wholeRow(String name, int position) {
        add(
                new Refusal(
                        ReasonCode.COLUMN_NOT_ALLOW_LISTED,
                        "'%s' as a whole row is not allowed; name its columns.".formatted(name),
                        name,
                        position));
    }

    void listed(ReasonCode code, String what, String name, int position) {
        add(
                new Refusal(
                        code,
                        "%s '%s' is not allow-listed.".formatted(what, name),
                        name,
                        position));
    }
}
