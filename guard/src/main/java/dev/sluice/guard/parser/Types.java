package dev.sluice.guard.parser;

import dev.sluice.guard.lexer.TokenKind;
import dev.sluice.guard.tree.Position;
import dev.sluice.guard.tree.TypeName;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads type names in every spelling; names of several words come out joined by an underscore. */
final class Types {
    private static final Set<String> FIELDS =
            Set.of("year", "month", "day", "hour", "minute", "second");
    private static final int DIMENSIONS_MAX = 6;

    private final Cursor cursor;

    Types(Cursor cursor) {
        this.cursor = cursor;
    }

    TypeName parse() {
        TypeName element = element();
        int dimensions = 0;
        if (cursor.accept("array")) {
            dimensions = 1;
            if (cursor.acceptMark("[")) {
                dimension();
            }
        } else {
            while (cursor.acceptMark("[")) {
                dimension();
                dimensions++;
            }
        }
        if (dimensions > DIMENSIONS_MAX) {
            throw cursor.unexpected();
        }
        return new TypeName(
                element.path(), element.modifiers(), element.interval(), dimensions, element.at());
    }

    /** An optional size, which the database ignores, and the closing bracket. */
    private void dimension() {
        if (cursor.kind() == TokenKind.NUMBER) {
            cursor.next();
        }
        cursor.expectMark("]");
    }

    private TypeName element() {
        Position at = cursor.position();
        if (cursor.kind() == TokenKind.WORD && !cursor.isPunctuationAhead(1, ".")) {
            TypeName known = keywordType(at);
            if (known != null) {
                return known;
            }
        }
        List<String> path = new ArrayList<>();
        path.add(typeWord());
        while (cursor.acceptMark(".")) {
            path.add(cursor.label());
        }
        if (cursor.isOperator("%")) {
            throw cursor.unexpected();
        }
        return new TypeName(List.copyOf(path), modifiers(), interval(path), 0, at);
    }

    /** The fields behind {@code pg_catalog.interval}: none can be written there. */
    static @Nullable String interval(List<String> path) {
        return path.getLast().equals("interval") ? "" : null;
    }

    private String typeWord() {
        boolean usable =
                cursor.kind() == TokenKind.QUOTED_NAME
                        || (cursor.kind() == TokenKind.WORD
                                && !cursor.keywords().reserved().contains(cursor.value()));
        if (!usable) {
            throw cursor.unexpected();
        }
        return cursor.next();
    }

    private @Nullable TypeName keywordType(Position at) {
        return switch (cursor.value()) {
            case "interval" -> {
                cursor.next();
                yield intervalType(at);
            }
            case "time", "timestamp" -> clockType(at);
            case "double" ->
                    cursor.accept("double", "precision") ? type("float8", List.of(), at) : null;
            case "float" -> {
                cursor.next();
                List<Integer> bits = modifiers();
                boolean small = !bits.isEmpty() && bits.getFirst() <= 24;
                yield type(small ? "float4" : "float8", List.of(), at);
            }
            case "character", "char", "nchar", "varchar", "national" -> characters(at);
            case "bit" -> {
                cursor.next();
                boolean varying = cursor.accept("varying");
                List<Integer> length = modifiers();
                yield type(
                        varying ? "varbit" : "bit",
                        varying || !length.isEmpty() ? length : List.of(1),
                        at);
            }
            default -> null;
        };
    }

    private TypeName clockType(Position at) {
        String word = cursor.next();
        List<Integer> precision = modifiers();
        if (cursor.accept("with", "time")) {
            cursor.expect("zone");
            word += "tz";
        } else if (cursor.accept("without", "time")) {
            cursor.expect("zone");
        }
        return type(word, precision, at);
    }

    private TypeName characters(Position at) {
        cursor.accept("national");
        boolean varying = cursor.next().equals("varchar");
        varying |= cursor.accept("varying");
        List<Integer> length = modifiers();
        return type(
                varying ? "varchar" : "bpchar",
                varying || !length.isEmpty() ? length : List.of(1),
                at);
    }

    private TypeName intervalType(Position at) {
        if (cursor.isPunctuation("(")) {
            return new TypeName(List.of("interval"), modifiers(), "", 0, at);
        }
        if (cursor.kind() != TokenKind.WORD || !FIELDS.contains(cursor.value())) {
            return new TypeName(List.of("interval"), List.of(), "", 0, at);
        }
        return new TypeName(List.of("interval"), List.of(), fields(), 0, at);
    }

    /** {@code day to second(3)}, in lower case; empty when none are written. */
    String fields() {
        if (cursor.kind() != TokenKind.WORD || !FIELDS.contains(cursor.value())) {
            return "";
        }
        String fields = cursor.next();
        if (cursor.isWord("to")
                && cursor.kindAhead(1) == TokenKind.WORD
                && FIELDS.contains(cursor.valueAhead(1))) {
            cursor.next();
            fields += " to " + cursor.next();
        }
        if (fields.endsWith("second") && cursor.isPunctuation("(")) {
            fields += "(" + modifiers().getFirst() + ")";
        }
        return fields;
    }

    /** A type that a cast may make, in the words that MySQL has for them. */
    TypeName conversion() {
        Position at = cursor.position();
        if (cursor.kind() != TokenKind.WORD) {
            throw cursor.unexpected();
        }
        String word = cursor.next();
        switch (word) {
            case "signed", "unsigned" -> {
                if (!cursor.accept("integer")) {
                    cursor.accept("int");
                }
            }
            case "double" -> cursor.accept("precision");
            default -> {}
        }
        return type(word, modifiers(), at);
    }

    private static TypeName type(String name, List<Integer> modifiers, Position at) {
        return new TypeName(List.of(name), modifiers, null, 0, at);
    }

    private List<Integer> modifiers() {
        if (!cursor.acceptMark("(")) {
            return List.of();
        }
        List<Integer> modifiers = new ArrayList<>();
        do {
            boolean negative = cursor.isOperator("-");
            if (negative) {
                cursor.next();
            }
            if (cursor.kind() != TokenKind.NUMBER
                    || !cursor.value().matches("[0-9]{1,7}")
                    || modifiers.size() == 2) {
                throw cursor.unexpected();
            }
            int value = Integer.parseInt(cursor.next());
            modifiers.add(negative ? -value : value);
        } while (cursor.acceptMark(","));
        cursor.expectMark(")");
        return List.copyOf(modifiers);
    }
}
