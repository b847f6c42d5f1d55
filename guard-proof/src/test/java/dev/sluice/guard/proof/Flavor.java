package dev.sluice.guard.proof;

import java.util.EnumSet;
import java.util.Set;

/**
 * What generated queries may use in one dialect.
 *
 * @param dialect as policies name it
 * @param textType that a number is cast to
 * @param fence what emitted text says to keep conditions out of a derived table, as a pattern
 */
record Flavor(String dialect, Set<Feature> features, String textType, String fence) {
    Flavor {
        features = Set.copyOf(features);
    }

    /** What some dialects lack. */
    enum Feature {
        FULL_JOIN,
        NATURAL_JOIN,
        LATERAL,
        FILTER,
        DISTINCT_ON,
        ILIKE,
        DOUBLE_COLON,
        CONCAT_OPERATOR,
        GROUPING_SETS,
        IS_DISTINCT,
        STRING_AGG,
        DATE_TRUNC,
        QUANTIFIED,
        /** A pattern that ends in a backslash fails. */
        PATTERNS_FAIL,
        /** Names are looked up in common table expressions that nothing uses, too. */
        BINDS_UNUSED,
        ARRAYS,
        JSON,
        /** Letter case of table names and aliases means nothing. */
        CASE_FOLDS
    }

    static final Flavor POSTGRESQL =
            new Flavor("postgresql", EnumSet.allOf(Feature.class), "text", " OFFSET 0(?=\\))");

    static final Flavor DUCKDB =
            new Flavor(
                    "duckdb",
                    EnumSet.complementOf(EnumSet.of(Feature.PATTERNS_FAIL, Feature.BINDS_UNUSED)),
                    "varchar",
                    " LIMIT 9223372036854775807");

    boolean has(Feature feature) {
        return features.contains(feature);
    }
}
