package dev.sluice.guard.resolve;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A regular expression for names of columns. It is an agent's text, so all ways to match are
 * followed at once: the time is at most the pattern's length times the name's, whatever they say.
 * Letters, {@code .}, classes in brackets, groups, {@code |}, {@code *}, {@code +}, {@code ?},
 * {@code ^}, {@code $}, {@code \d \w \s} and a leading {@code (?i)} are all that it knows; other
 * forms are refused.
 */
final class NamePattern {
    /** What a state waits for, and the state that follows; a fork waits for nothing. */
    private sealed interface State {
        record One(NamePatternText.Letters letters, int next) implements State {}

        record Fork(int next, int other) implements State {}

        record Start(int next) implements State {}

        record End(int next) implements State {}

        record Found() implements State {}
    }

    private static final int FOUND = 0;
    private static final String ANY_CASE = "(?i)";

    private final List<State> states = new ArrayList<>();
    private final int first;
    private final boolean anyCase;
    private final Effort effort;

    private NamePattern(NamePatternText.Part whole, boolean anyCase, Effort effort) {
        this.anyCase = anyCase;
        this.effort = effort;
        states.add(new State.Found());
        first = add(whole, FOUND);
    }

    /** The pattern, or null when it is not a simple one. */
    static @Nullable NamePattern read(String text, Effort effort) {
        boolean anyCase = text.startsWith(ANY_CASE);
        NamePatternText.Part whole =
                NamePatternText.read(anyCase ? text.substring(ANY_CASE.length()) : text);
        return whole == null ? null : new NamePattern(whole, anyCase, effort);
    }

    private int add(State state) {
        states.add(state);
        return states.size() - 1;
    }

    /** The state in which a part begins that is followed by this one. */
    private int add(NamePatternText.Part part, int next) {
        return switch (part) {
            case NamePatternText.Part.One(var letters) -> add(new State.One(letters, next));
            case NamePatternText.Part.Start _ -> add(new State.Start(next));
            case NamePatternText.Part.End _ -> add(new State.End(next));
            case NamePatternText.Part.Sequence(var parts) -> {
                int start = next;
                for (NamePatternText.Part one : parts.reversed()) {
                    start = add(one, start);
                }
                yield start;
            }
            case NamePatternText.Part.Choice(var parts) -> {
                int start = add(parts.getFirst(), next);
                for (NamePatternText.Part one : parts.subList(1, parts.size())) {
                    start = add(new State.Fork(start, add(one, next)));
                }
                yield start;
            }
            case NamePatternText.Part.Optional(var once) ->
                    add(new State.Fork(add(once, next), next));
            case NamePatternText.Part.Repeated(var once) -> {
                int again = add(new State.Found());
                int start = add(once, again);
                states.set(again, new State.Fork(start, next));
                yield start;
            }
        };
    }

    /** Whether it matches some part of the name, which is refused when it would take long. */
    boolean isIn(String name) {
        effort.steps(states.size() * (name.length() + 1), 0);
        BitSet now = new BitSet();
        for (int i = 0; i < name.length(); i++) {
            enter(now, first, i, name);
            BitSet then = new BitSet();
            for (int s = now.nextSetBit(0); s >= 0; s = now.nextSetBit(s + 1)) {
                if (states.get(s) instanceof State.One(var letters, int next)
                        && letters.has(name.charAt(i), anyCase)) {
                    enter(then, next, i + 1, name);
                }
            }
            if (now.get(FOUND)) {
                return true;
            }
            now = then;
        }
        enter(now, first, name.length(), name);
        return now.get(FOUND);
    }

    private void enter(BitSet now, int state, int place, String name) {
        if (now.get(state)) {
            return;
        }
        now.set(state);
        switch (states.get(state)) {
            case State.Fork(int next, int other) -> {
                enter(now, next, place, name);
                enter(now, other, place, name);
            }
            case State.Start(int next) -> {
                if (place == 0) {
                    enter(now, next, place, name);
                }
            }
            case State.End(int next) -> {
                if (place == name.length()) {
                    enter(now, next, place, name);
                }
            }
            case State.One _, State.Found _ -> {}
        }
    }
}
