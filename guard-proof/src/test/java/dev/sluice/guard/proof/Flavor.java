package dev.sluice.guard.proof;

import java.util.EnumSet;
import java.util.Set;

/**
 * What generated queries may use in one dialect.
 *
 * @param dialect as policies name it
 * @param textType that a number is cast to
 * @param joined a text's values one after the other in an order
 * @param failing an expression of a number that fails when it is less than 0
 * @param fence what emitted text says to keep conditions out of a derived table, as a pattern
 */
record Flavor(
        String dialect,
        Set<Feature> features,
        String textType,
        String joined,
        String failing,
        String fence) {
    private static final String STRING_AGG = "string_agg( %s , ',' ORDER BY %s )";
    private static final String ROOT = "floor( sqrt( %s ) )";

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
        WITH_ROLLUP,
        IS_DISTINCT,
        DATE_TRUNC,
        QUANTIFIED,
        /** A pattern that ends in a backslash fails. */
        PATTERNS_FAIL,
        /** Names are looked up in common table expressions that nothing uses, too. */
        BINDS_UNUSED,
        /** A query in FROM may refer to what is around the query that it stands in. */
        DERIVED_SEE_OUT,
        /** A column without a name is called what its text is, blanks and all. */
        NAMES_BY_TEXT,
        /** Letter case of table names and aliases means nothing. */
        CASE_FOLDS
    }

    static final Flavor POSTGRESQL =
            new Flavor(
                    "postgresql",
                    EnumSet.complementOf(EnumSet.of(Feature.NAMES_BY_TEXT, Feature.WITH_ROLLUP)),
                    "text",
                    STRING_AGG,
                    ROOT,
                    " OFFSET 0(?=\\))");

    static final Flavor DUCKDB =
            new Flavor(
                    "duckdb",
                    EnumSet.complementOf(
                            EnumSet.of(
                                    Feature.PATTERNS_FAIL,
                                    Feature.BINDS_UNUSED,
                                    Feature.NAMES_BY_TEXT,
                                    Feature.WITH_ROLLUP)),
                    "varchar",
                    STRING_AGG,
                    ROOT,
                    " LIMIT 9223372036854775807");

    static final Flavor MARIADB =
            new Flavor(
                    "mariadb",
                    EnumSet.of(
                            Feature.NATURAL_JOIN,
                            Feature.WITH_ROLLUP,
                            Feature.QUANTIFIED,
                            Feature.NAMES_BY_TEXT),
                    "char",
                    "group_concat( %s ORDER BY %s SEPARATOR ',' )",
                    "floor( exp( -1000 * %s ) )",
                    " LIMIT 9223372036854775807");

    boolean has(Feature feature) {
        return features.contains(feature);
    }
}
