package dev.sluice.guard.parser;

import dev.sluice.guard.lexer.TokenKind;
import dev.sluice.guard.tree.Position;
import dev.sluice.guard.tree.TypeName;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Types that take types in brackets: {@code array(varchar)}, {@code map(varchar, bigint)}, {@code
 * row(a bigint, double)}.
 */
final class ParameterizedTypes {
    private static final Set<String> HOLDING = Set.of("array", "map", "row");
    private static final Set<String> CLOCKS = Set.of("time", "timestamp");
    private static final int LEVELS_MAX = 16;

    private final Cursor cursor;

    ParameterizedTypes(Cursor cursor) {
        this.cursor = cursor;
    }

    TypeName parse() {
        return parse(0);
    }

    private TypeName parse(int level) {
        if (level > LEVELS_MAX) {
            throw cursor.unexpected();
        }
        TypeName type = element(level);
        int arrays = 0;
        while (cursor.accept("array")) {
            if (++arrays > LEVELS_MAX) {
                throw cursor.unexpected();
            }
            type = holding("array", List.of(new TypeName.Part(null, type)), type.at());
        }
        return type;
    }

    private TypeName element(int level) {
        Position at = cursor.position();
        if (cursor.kind() != TokenKind.WORD) {
            throw cursor.unexpected();
        }
        String name = cursor.next();
        if (HOLDING.contains(name)) {
            return holding(name, parts(name, level), at);
        }
        if (name.equals("double")) {
            cursor.accept("precision");
        }
        if (name.equals("interval") && Types.atField(cursor)) {
            return holding(interval(name), List.of(), at);
        }
        if (cursor.isPunctuation("(") && cursor.kindAhead(1) != TokenKind.NUMBER) {
            // A type that holds others and is none of ours: no list can hold its name.
            return holding(name + "(…)", parts("row", level), at);
        }
        List<Integer> modifiers = modifiers();
        if (CLOCKS.contains(name) && zoned()) {
            name += "tz";
        }
        return new TypeName(List.of(name), modifiers, null, 0, at);
    }

    private String interval(String name) {
        String fields = name + " " + cursor.next();
        if (cursor.accept("to") && Types.atField(cursor)) {
            fields += " to " + cursor.next();
        }
        return fields;
    }

    private boolean zoned() {
        boolean with = cursor.isWord("with") && cursor.isWordAhead(1, "time");
        if (with || (cursor.isWord("without") && cursor.isWordAhead(1, "time"))) {
            cursor.next();
            cursor.next();
            cursor.expect("zone");
        }
        return with;
    }

    private List<TypeName.Part> parts(String name, int level) {
        boolean angles = cursor.isOperator("<");
        if (angles) {
            cursor.next();
        } else {
            cursor.expectMark("(");
        }
        List<TypeName.Part> parts = new ArrayList<>();
        do {
            parts.add(part(name, level));
        } while (cursor.acceptMark(","));
        int expected = name.equals("array") ? 1 : name.equals("map") ? 2 : parts.size();
        if (parts.size() != expected || (angles && !cursor.isOperator(">"))) {
            throw cursor.unexpected();
        }
        if (angles) {
            cursor.next();
        } else {
            cursor.expectMark(")");
        }
        return List.copyOf(parts);
    }

    /** Fields of a row may have names: a word that a type follows is one. */
    private TypeName.Part part(String name, int level) {
        boolean words = cursor.kindAhead(1) == TokenKind.WORD;
        boolean named =
                name.equals("row")
                        && (cursor.kind() == TokenKind.QUOTED_NAME
                                || (words && !continuesType(cursor.value(), cursor.valueAhead(1))));
        String field = named ? cursor.label() : null;
        return new TypeName.Part(field, parse(level + 1));
    }

    private static boolean continuesType(String word, String next) {
        return switch (next) {
            case "precision" -> word.equals("double");
            case "with", "without" -> CLOCKS.contains(word);
            default -> false;
        };
    }

    private static TypeName holding(String name, List<TypeName.Part> parts, Position at) {
        return new TypeName(List.of(name), List.of(), null, 0, parts, at);
    }

    private List<Integer> modifiers() {
        if (!cursor.acceptMark("(")) {
            return List.of();
        }
        List<Integer> modifiers = new ArrayList<>();
        do {
            if (cursor.kind() != TokenKind.NUMBER
                    || !cursor.value().matches("[0-9]{1,10}")
                    || Long.parseLong(cursor.value()) > Integer.MAX_VALUE
                    || modifiers.size() == 2) {
                throw cursor.unexpected();
            }
            modifiers.add(Integer.parseInt(cursor.next()));
        } while (cursor.acceptMark(","));
        cursor.expectMark(")");
        return List.copyOf(modifiers);
    }
}
