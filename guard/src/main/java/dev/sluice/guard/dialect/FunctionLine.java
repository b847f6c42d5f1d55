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
    private static final FunctionRule.Total ALWAYS = new FunctionRule.Total(true, List.of());

    private FunctionLine() {}

    static FunctionRule read(List<String> words) {
        String range = words.get(1);
        int dash = range.indexOf('-');
        int min = Integer.parseInt(range, 0, dash < 0 ? range.length() : dash, 10);
        boolean open = range.endsWith("*");
        int max = open ? ARGUMENTS_MAX : Integer.parseInt(range, dash + 1, range.length(), 10);
        List<String> columns = List.of();
        List<FunctionRule.Bound> bounds = new ArrayList<>();
        boolean aggregate = false;
        boolean table = false;
        boolean record = false;
        long series = 0;
        int widths = 0;
        FunctionRule.Shape shape = FunctionRule.Shape.PLAIN;
        FunctionRule.Total total = FunctionRule.Total.NO;
        for (String flag : words.subList(2, words.size())) {
            String value = flag.substring(flag.indexOf('=') + 1);
            if (flag.equals("aggregate")) {
                aggregate = true;
            } else if (flag.equals("total")) {
                total = ALWAYS;
            } else if (flag.equals("table")) {
                table = true;
            } else if (flag.equals("record")) {
                record = true;
            } else if (flag.startsWith("columns=")) {
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
            } else if (flag.startsWith("total=")) {
                total = new FunctionRule.Total(true, List.of(value.split(",")));
            } else if (flag.startsWith("max")) {
                int argument = Integer.parseInt(flag.substring(3, flag.indexOf('=')));
                bounds.add(new FunctionRule.Bound(argument, Long.parseLong(value)));
            } else {
                throw new IllegalStateException("unknown flag: " + words);
            }
        }
        return new FunctionRule(
                words.getFirst(),
                min,
                max,
                aggregate,
                table,
                columns,
                record,
                bounds,
                series,
                widths,
                shape,
                total);
    }
}
