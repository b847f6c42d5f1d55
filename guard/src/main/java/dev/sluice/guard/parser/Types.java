package dev.sluice.guard.parser;

import dev.sluice.guard.dialect.Trait;
import dev.sluice.guard.lexer.TokenKind;
import dev.sluice.guard.tree.Expression;
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
    private static final Set<String> ABOUT_CHARACTERS =
            Set.of("ascii", "unicode", "binary", "byte", "array");
    private static final int DIMENSIONS_MAX = 6;
    private static final int MODIFIERS_MAX = 2;

    /** In bytes, what {@code VARCHAR(MAX)} is short for. */
    private static final int LENGTH_MAX = 65_535;

    /** A modifier that can be kept: no type has a longer one. */
    private static final String MODIFIER = "[0-9]{1,7}";

    private static final List<String> INTERVAL = List.of("interval");
    private static final List<String> CATALOG_INTERVAL = List.of("pg_catalog", "interval");

    private final Cursor cursor;

    Types(Cursor cursor) {
        this.cursor = cursor;
    }

    TypeName parse() {
        if (cursor.has(Trait.PARAMETERIZED_TYPES)) {
            return new ParameterizedTypes(cursor).parse();
        }
        return cursor.has(Trait.NESTED_TYPES) ? new NestedTypes(cursor).parse() : plain();
    }

    private TypeName plain() {
        TypeName element = element(false);
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

    /** The type in front of a text literal: no array, and without a length it has any. */
    TypeName ofLiteral() {
        return element(true);
    }

    /** What was read as a call is a type with modifiers: a text literal follows. */
    TypeName ofCall(Expression.Call call) {
        List<Integer> modifiers = new ArrayList<>();
        StringBuilder foreign = new StringBuilder();
        for (Expression.Argument argument : call.arguments()) {
            boolean whole =
                    argument.value() instanceof Expression.NumberLiteral(String digits)
                            && digits.matches(MODIFIER);
            if (whole) {
                modifiers.add(
                        Integer.valueOf(((Expression.NumberLiteral) argument.value()).digits()));
            }
            foreign.append(whole ? "" : "…");
        }
        return typed(call.path(), modifiers, foreign.toString(), call.at());
    }

    /** Modifiers that are no small whole numbers make it a type that no list can hold. */
    private static TypeName typed(
            List<String> path, List<Integer> modifiers, String foreign, Position at) {
        if (foreign.isEmpty() && modifiers.size() <= MODIFIERS_MAX) {
            return named(path, List.copyOf(modifiers), at);
        }
        List<String> other = new ArrayList<>(path);
        other.set(path.size() - 1, path.getLast() + "(" + foreign + ")");
        return new TypeName(List.copyOf(other), List.of(), null, 0, at);
    }

    /** An optional size, which the database ignores, and the closing bracket. */
    private void dimension() {
        if (cursor.kind() == TokenKind.NUMBER) {
            cursor.next();
        }
        cursor.expectMark("]");
    }

    private TypeName element(boolean literal) {
        Position at = cursor.position();
        if (cursor.kind() == TokenKind.WORD && !cursor.isPunctuationAhead(1, ".")) {
            TypeName known = keywordType(literal, at);
            if (known != null) {
                return known;
            }
        }
        List<String> path = new ArrayList<>();
        path.add(typeWord());
        while (cursor.acceptMark(".")) {
            path.add(cursor.label());
        }
        List<Integer> modifiers = new ArrayList<>();
        String foreign = modifiers(modifiers);
        return typed(path, modifiers, foreign, at);
    }

    /** A type by its name alone; an interval named in full is like any other. */
    static TypeName named(List<String> path, List<Integer> modifiers, Position at) {
        boolean interval = path.equals(INTERVAL) || path.equals(CATALOG_INTERVAL);
        return new TypeName(interval ? INTERVAL : path, modifiers, interval ? "" : null, 0, at);
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

    private @Nullable TypeName keywordType(boolean literal, Position at) {
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
            case "character", "char", "nchar", "varchar" -> characters(literal, at);
            case "national" -> {
                boolean named = cursor.isWordAhead(1, "character") || cursor.isWordAhead(1, "char");
                yield named ? characters(literal, at) : null;
            }
            case "setof" -> {
                cursor.next();
                TypeName row = element(literal);
                yield type("setof " + row.name(), List.of(), at);
            }
            case "bit" -> {
                cursor.next();
                boolean varying = cursor.accept("varying");
                List<Integer> length = modifiers();
                yield type(
                        varying ? "varbit" : "bit",
                        varying || literal || !length.isEmpty() ? length : List.of(1),
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

    private TypeName characters(boolean literal, Position at) {
        cursor.accept("national");
        boolean varying = cursor.next().equals("varchar");
        varying |= cursor.accept("varying");
        List<Integer> length = modifiers();
        return type(
                varying ? "varchar" : "bpchar",
                varying || literal || !length.isEmpty() ? length : List.of(1),
                at);
    }

    /** The word here is a field of an interval. */
    static boolean atField(Cursor cursor) {
        return cursor.kind() == TokenKind.WORD && FIELDS.contains(cursor.value());
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
        return converted(word, at);
    }

    /** Other words behind a type of a cast make it one that no list can hold. */
    private TypeName converted(String word, Position at) {
        List<Integer> modifiers = new ArrayList<>();
        String name = word;
        if (word.equals("interval") && cursor.kind() == TokenKind.WORD) {
            name += " " + cursor.next();
        }
        String foreign = modifiers(modifiers);
        if (!foreign.isEmpty() || modifiers.size() > MODIFIERS_MAX) {
            return type(name + "(" + foreign + ")", List.of(), at);
        }
        while (cursor.kind() == TokenKind.WORD && ABOUT_CHARACTERS.contains(cursor.value())) {
            name += " " + cursor.next();
        }
        return type(name, List.copyOf(modifiers), at);
    }

    private static TypeName type(String name, List<Integer> modifiers, Position at) {
        return new TypeName(List.of(name), modifiers, null, 0, at);
    }

    private List<Integer> modifiers() {
        List<Integer> modifiers = new ArrayList<>();
        if (!modifiers(modifiers).isEmpty() || modifiers.size() > MODIFIERS_MAX) {
            throw cursor.unexpected();
        }
        return List.copyOf(modifiers);
    }

    /** Adds the whole numbers in brackets, if there are brackets; returns what else is there. */
    private String modifiers(List<Integer> modifiers) {
        StringBuilder foreign = new StringBuilder();
        if (!cursor.acceptMark("(")) {
            return "";
        }
        do {
            boolean negative = cursor.isOperator("-");
            if (negative) {
                cursor.next();
            }
            if (cursor.kind() == TokenKind.NUMBER && cursor.value().matches(MODIFIER)) {
                int value = Integer.parseInt(cursor.next());
                modifiers.add(negative ? -value : value);
            } else if (cursor.isWord("max") && cursor.has(Trait.WAREHOUSE_FORMS)) {
                cursor.next();
                modifiers.add(LENGTH_MAX);
            } else if (cursor.kind() == TokenKind.PUNCTUATION || cursor.atEnd()) {
                throw cursor.unexpected();
            } else {
                foreign.append(foreign.isEmpty() ? "" : ", ").append(cursor.next());
            }
        } while (cursor.acceptMark(","));
        cursor.expectMark(")");
        return foreign.toString();
    }
}
