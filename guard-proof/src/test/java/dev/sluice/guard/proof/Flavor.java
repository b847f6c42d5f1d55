package dev.sluice.guard.proof;

import java.util.List;
import java.util.Set;

/**
 * What generated queries may use in one dialect.
 *
 * @param dialect as policies name it
 * @param textType that a number is cast to
 */
record Flavor(String dialect, Set<Feature> features, String textType) {
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
        ARRAYS,
        JSON,
        /** Letter case of table names and aliases means nothing. */
        CASE_FOLDS
    }

    static final Flavor POSTGRESQL =
            new Flavor("postgresql", Set.copyOf(List.of(Feature.values())), "text");

    boolean has(Feature feature) {
        return features.contains(feature);
    }
}
