package dev.sluice.guard.resolve;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the text of a {@link NamePattern}. */
final class NamePatternText {
    private static final int LENGTH_MAX = 100;
    private static final int DEPTH_MAX = 20;
    private static final String SPECIAL = "[]{}()*+?|";
    private static final Letters ANY = new Letters("\n\n", true);

    /** A set of characters: ranges, each by its first and its last. */
    record Letters(String ranges, boolean inverted) {
        boolean has(char c, boolean anyCase) {
            if (!anyCase) {
                return has(c);
            }
            boolean lower = has(Character.toLowerCase(c));
            boolean upper = has(Character.toUpperCase(c));
            return inverted ? lower && upper : lower || upper;
        }

        private boolean has(char c) {
            for (int i = 0; i < ranges.length(); i += 2) {
                if (c >= ranges.charAt(i) && c <= ranges.charAt(i + 1)) {
                    return !inverted;
                }
            }
            return inverted;
        }
    }

    /** What patterns are made of. */
    sealed interface Part {
        record One(Letters letters) implements Part {}

        record Start() implements Part {}

        record End() implements Part {}

        record Sequence(List<Part> parts) implements Part {}

        record Choice(List<Part> parts) implements Part {}

        record Optional(Part once) implements Part {}

        /** Once or more often. */
        record Repeated(Part once) implements Part {}
    }

    private final String text;
    private int at;
    private int depth;
    private boolean simple = true;

    private NamePatternText(String text) {
        this.text = text;
    }

    /** The pattern, null when it is too long or has forms that are not known here. */
    static @Nullable Part read(String text) {
        boolean plain = text.chars().noneMatch(c -> Character.isSurrogate((char) c));
        if (text.length() > LENGTH_MAX || !plain) {
            return null;
        }
        NamePatternText reader = new NamePatternText(text);
        Part whole = reader.choice();
        return reader.simple && reader.at == text.length() ? whole : null;
    }

    private boolean takes(char c) {
        boolean here = at < text.length() && text.charAt(at) == c;
        at += here ? 1 : 0;
        return here;
    }

    private Part choice() {
        List<Part> parts = new ArrayList<>();
        do {
            parts.add(sequence());
        } while (takes('|'));
        return parts.size() == 1 ? parts.getFirst() : new Part.Choice(parts);
    }

    private Part sequence() {
        List<Part> parts = new ArrayList<>();
        while (simple && at < text.length() && "|)".indexOf(text.charAt(at)) < 0) {
            parts.add(repeated(one()));
        }
        return new Part.Sequence(parts);
    }

    private Part repeated(Part once) {
        Part part =
                takes('*')
                        ? new Part.Optional(new Part.Repeated(once))
                        : takes('+') ? new Part.Repeated(once) : null;
        if (part == null) {
            return takes('?') ? new Part.Optional(once) : once;
        }
        simple &= !repeats(once);
        // How much it takes first makes no difference to whether there is a match.
        takes('?');
        return part;
    }

    /** No name wants it, and elsewhere it takes for ever. */
    private static boolean repeats(Part part) {
        return switch (part) {
            case Part.One _, Part.Start _, Part.End _ -> false;
            case Part.Sequence(var parts) -> parts.stream().anyMatch(NamePatternText::repeats);
            case Part.Choice(var parts) -> parts.stream().anyMatch(NamePatternText::repeats);
            case Part.Optional(var once) -> repeats(once);
            case Part.Repeated _ -> true;
        };
    }

    private Part one() {
        char c = text.charAt(at++);
        return switch (c) {
            case '^' -> new Part.Start();
            case '$' -> new Part.End();
            case '.' -> new Part.One(ANY);
            case '[' -> new Part.One(letters());
            case '\\' -> new Part.One(escaped());
            case '(' -> group();
            default -> {
                simple &= SPECIAL.indexOf(c) < 0;
                yield new Part.One(new Letters("" + c + c, false));
            }
        };
    }

    private Part group() {
        simple &= ++depth <= DEPTH_MAX;
        if (takes('?')) {
            simple &= takes(':');
        }
        Part inner = simple ? choice() : new Part.Start();
        simple &= takes(')');
        depth--;
        return inner;
    }

    private Letters escaped() {
        char c = at < text.length() ? text.charAt(at++) : 'x';
        return switch (c) {
            case 'd' -> new Letters("09", false);
            case 'w' -> new Letters("09AZaz__", false);
            case 's' -> new Letters("\t\n\f\r  ", false);
            case 'D' -> new Letters("09", true);
            case 'W' -> new Letters("09AZaz__", true);
            case 'S' -> new Letters("\t\n\f\r  ", true);
            default -> {
                simple &= c < 128 && !Character.isLetterOrDigit(c);
                yield new Letters("" + c + c, false);
            }
        };
    }

    /** What stands in brackets: letters and ranges of them. */
    private Letters letters() {
        boolean inverted = takes('^');
        StringBuilder ranges = new StringBuilder();
        while (simple && at < text.length() && text.charAt(at) != ']') {
            char first = text.charAt(at++);
            boolean range = at + 1 < text.length() && text.charAt(at) == '-';
            char last = range ? text.charAt(at + 1) : first;
            at += range ? 2 : 0;
            boolean plain = "[]\\".indexOf(first) < 0 && "[]\\".indexOf(last) < 0;
            simple &= plain && first <= last;
            ranges.append(first).append(last);
        }
        simple &= takes(']') && !ranges.isEmpty();
        return new Letters(ranges.toString(), inverted);
    }
}
