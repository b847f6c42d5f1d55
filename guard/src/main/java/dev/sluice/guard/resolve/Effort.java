package dev.sluice.guard.resolve;

import dev.sluice.guard.refusal.Refusal;

/**
 * Bounds what resolving one text may cost, whatever it multiplies: stars over relations that are
 * stars themselves, merged joins, wide rows. Everything is counted before it is made.
 */
final class Effort {
    /** PostgreSQL's own limit for a row (MaxTupleAttributeNumber). */
    static final int COLUMNS_MAX = 1_664;

    /** Columns of all relations and select lists of a text together. */
    static final int FIELDS_MAX = 50_000;

    /** Columns looked at while joins are merged and rows are passed on. */
    static final int STEPS_MAX = 2_000_000;

    /** Parts of expressions that names of result columns stand for. */
    static final int REPETITIONS_MAX = 50_000;

    private int fields;
    private int steps;
    private int repetitions;

    /** One more relation, or part of a select list, of so many columns. */
    void columns(int columns, int position) {
        if (columns > COLUMNS_MAX) {
            throw Refusal.tooComplex(
                    "A relation or result has more than %d columns.".formatted(COLUMNS_MAX),
                    position);
        }
        fields += columns;
        if (fields > FIELDS_MAX) {
            throw Refusal.tooComplex(
                    "The query makes more than %d columns in all.".formatted(FIELDS_MAX), position);
        }
    }

    /** What a name stands for, repeated where it stands. */
    void repeated(int weight, int position) {
        repetitions += weight;
        if (repetitions > REPETITIONS_MAX) {
            throw Refusal.tooComplex(
                    "Names of result columns stand for too much of the query.", position);
        }
    }

    int taken() {
        return steps + repetitions;
    }

    void steps(int more, int position) {
        steps += more;
        if (steps > STEPS_MAX) {
            throw Refusal.tooComplex("The query takes too many steps to understand.", position);
        }
    }
}
