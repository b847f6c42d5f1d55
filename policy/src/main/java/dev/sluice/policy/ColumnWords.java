package dev.sluice.policy;

import dev.sluice.core.Exposure;
import dev.sluice.core.Mask;
import dev.sluice.core.Policy;
import java.util.ArrayList;
import java.util.List;

/** Says in words what a policy shows of a column. */
final class ColumnWords {
    private ColumnWords() {}

    /** What shows, for example {@code as it is} or {@code hashed, for conditions alone}. */
    static String of(Policy.ColumnRule rule) {
        List<String> words = new ArrayList<>();
        Mask mask = rule.mask();
        if (mask != null) {
            words.add(of(mask));
        }
        switch (rule.exposure()) {
            case Exposure.Select _ -> {}
            case Exposure.Aggregate(int minGroup) ->
                    words.add("for aggregates over at least %d rows".formatted(minGroup));
            case Exposure.Join _ -> words.add("for joins alone");
            case Exposure.Filter _ -> words.add("for conditions alone");
        }
        return words.isEmpty() ? "as it is" : String.join(", ", words);
    }

    /** The column's name, with what shows of it where that is not all. */
    static String named(String name, Policy.ColumnRule rule) {
        return rule.equals(Policy.ColumnRule.PLAIN) ? name : name + " [" + of(rule) + "]";
    }

    private static String of(Mask mask) {
        return switch (mask) {
            case Mask.Null _ -> "always empty";
            case Mask.Hash _ -> "hashed";
            case Mask.KeyedHash _ -> "hashed under a key";
            case Mask.Partial(int first, int last) ->
                    "the first %d and last %d characters".formatted(first, last);
            case Mask.TruncateDate(Mask.Unit unit) -> "cut to its " + unit.word();
        };
    }
}
