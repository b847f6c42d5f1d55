package dev.sluice.guard.dialect;

import java.util.Set;

/**
 * Words that cannot be used everywhere as names.
 *
 * @param reserved never a name without quotes
 * @param typeOrFunction may name a function or type, not a column or table
 * @param columnOnly may name a column or table, not a function
 * @param needsAs usable as a column label only behind {@code AS}
 */
public record Keywords(
        Set<String> reserved,
        Set<String> typeOrFunction,
        Set<String> columnOnly,
        Set<String> needsAs) {
    public Keywords {
        reserved = Set.copyOf(reserved);
        typeOrFunction = Set.copyOf(typeOrFunction);
        columnOnly = Set.copyOf(columnOnly);
        needsAs = Set.copyOf(needsAs);
    }

    /** May stand for a column, table or alias. */
    public boolean isName(String word) {
        return !reserved.contains(word) && !typeOrFunction.contains(word);
    }

    public boolean isFunctionName(String word) {
        return !reserved.contains(word) && !columnOnly.contains(word);
    }

    /** May follow an expression as its label without {@code AS}. */
    public boolean isBareLabel(String word) {
        return !needsAs.contains(word);
    }
}
