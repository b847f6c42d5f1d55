package dev.sluice.guard.resolve;

import dev.sluice.core.ReasonCode;
import dev.sluice.guard.refusal.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with a query. Resolving goes on after a finding, so that the one reported is the
 * first in the order of the guards: tables, columns, then functions, operators and types.
 */
public final class Findings {
    private @Nullable Refusal first;
    private int firstRank = Integer.MAX_VALUE;

    public Findings() {}

    void add(Refusal refusal) {
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

    void table(String name, int position) {
        add(
                new Refusal(
                        ReasonCode.TABLE_NOT_ALLOW_LISTED,
                        "Table '%s' is not allow-listed.".formatted(name),
                        name,
                        position));
    }

    void column(String name, @Nullable String table, int position, @Nullable String hint) {
        String where = table == null ? "" : " for " + table;
        add(
                new Refusal(
                        ReasonCode.COLUMN_NOT_ALLOW_LISTED,
                        "Column '%s' is not allow-listed%s.".formatted(name, where),
                        name,
                        position,
                        hint));
    }

    /** A column that is visible and may not be used like this. */
    void use(String name, @Nullable String table, int position, @Nullable String hint) {
        String where = table == null ? "" : " of " + table;
        add(
                new Refusal(
                        ReasonCode.COLUMN_NOT_ALLOW_LISTED,
                        "Column '%s'%s is not allow-listed for this use.".formatted(name, where),
                        name,
                        position,
                        hint));
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
