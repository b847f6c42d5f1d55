package dev.sluice.guard.dialect;

import java.util.ArrayList;
import java.util.List;

/**
 * One line of a function list: {@code name arguments [flag…]}. Arguments are {@code 2}, {@code 1-3}
 * or {@code 1-*}. Flags: {@code aggregate}, {@code table}, {@code columns=a,b}, {@code record},
 * {@code max2=9999} (the second argument's bound), {@code series=1000000}, {@code template=9999}
 * (the first argument is a literal whose widths add up to no more), {@code digits=9999} (the same
 * for all numbers in it), {@code lambda} (takes functions without a name), {@code names-aggregate}
 * (the second argument is a literal that names an aggregate), {@code total} (gives a value for all
 * arguments, without an error), {@code total=a,b} (so does it if the first argument is one of these
 * texts), {@code bare} (a form of the grammar).
 */
final class FunctionLine {
    private static final int ARGUMENTS_MAX = 100;

    private FunctionLine() {}

    static FunctionRule read(List<String> words) {
        String[] range = words.get(1).split("-", 2);
        int min = Integer.parseInt(range[0]);
        String last = range[range.length - 1];
        int max = last.equals("*") ? ARGUMENTS_MAX : Integer.parseInt(last);
        List<String> flags = words.subList(2, words.size());
        List<String> columns = List.of();
        List<FunctionRule.Bound> bounds = new ArrayList<>();
        long series = 0;
        int widths = 0;
        FunctionRule.Shape shape = FunctionRule.Shape.PLAIN;
        FunctionRule.Total total = FunctionRule.Total.NO;
        for (String flag : flags) {
            String value = flag.substring(flag.indexOf('=') + 1);
            if (flag.startsWith("columns=")) {
                columns = List.of(value.split(","));
            } else if (flag.startsWith("series=")) {
                series = Long.parseLong(value);
            } else if (flag.startsWith("template=")) {
                widths = Integer.parseInt(value);
            } else if (flag.startsWith("digits=")) {
                widths = Integer.parseInt(value);
                shape = FunctionRule.Shape.NUMBERS_IN_TEMPLATE;
            } else if (flag.equals("lambda")) {
                shape = FunctionRule.Shape.LAMBDA;
            } else if (flag.equals("bare")) {
                shape = FunctionRule.Shape.GRAMMAR;
            } else if (flag.equals("names-aggregate")) {
                shape = FunctionRule.Shape.NAMES_AGGREGATE;
            } else if (flag.equals("total")) {
                total = new FunctionRule.Total(true, List.of());
            } else if (flag.startsWith("total=")) {
                total = new FunctionRule.Total(true, List.of(value.split(",")));
            } else if (flag.startsWith("max")) {
                int argument = Integer.parseInt(flag.substring(3, flag.indexOf('=')));
                bounds.add(new FunctionRule.Bound(argument, Long.parseLong(value)));
            } else if (!List.of("aggregate", "table", "record").contains(flag)) {
                throw new IllegalStateException("unknown flag: " + words);
            }
        }
        return new FunctionRule(
                words.getFirst(),
                min,
                max,
                flags.contains("aggregate"),
                flags.contains("table"),
                columns,
                flags.contains("record"),
                bounds,
                series,
                widths,
                shape,
                total);
    }
}
