package dev.sluice.guard.dialect;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A function that is written out where it is called, {@code name(a, b) := expression}, because the
 * engine's own definition would let other functions take the places of those that it names.
 *
 * @param text the expression, in the dialect that it is of
 */
public record Macro(String name, List<String> parameters, String text) {
    private static final Pattern FORM = Pattern.compile("(\\w+)\\(([\\w, ]*)\\) := (.+)");

    public Macro {
        parameters = List.copyOf(parameters);
    }

    /** Some argument is written more than once, so that calls within calls grow and grow. */
    public boolean repeats() {
        return parameters.stream()
                .anyMatch(name -> text.split("\\b" + name + "\\b", -1).length > 2);
    }

    static Macro read(String line) {
        Matcher form = FORM.matcher(line);
        if (!form.matches()) {
            throw new IllegalStateException("no macro: " + line);
        }
        return new Macro(form.group(1), List.of(form.group(2).split(", ")), form.group(3));
    }
}
