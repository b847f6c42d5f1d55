package dev.sluice.guard.parser;

import dev.sluice.guard.lexer.TokenKind;
import dev.sluice.guard.tree.Position;
import dev.sluice.guard.tree.TypeName;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Types of databases whose types hold others: structs, maps, unions, lists and arrays. */
final class NestedTypes {
    /** The name of an array's type: what it holds, and how many of it. */
    static final String ARRAY = "array";

    private static final Set<String> WITH_FIELDS = Set.of("struct", "row", "union");

    /** A length is read and not used; the engine does the same. */
    private static final Set<String> TEXTS =
            Set.of("varchar", "char", "bpchar", "character", "text", "string", "nvarchar");

    private static final int LEVELS_MAX = 16;
    private static final int DIGITS_MAX = 5;

    private final Cursor cursor;

    NestedTypes(Cursor cursor) {
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
        int lists = 0;
        while (cursor.acceptMark("[")) {
            if (++lists > LEVELS_MAX) {
                throw cursor.unexpected();
            }
            type = cursor.acceptMark("]") ? list(type) : array(type);
        }
        return type;
    }

    private static TypeName list(TypeName of) {
        return new TypeName(
                of.path(), of.modifiers(), of.interval(), of.dimensions() + 1, of.parts(), of.at());
    }

    private TypeName array(TypeName of) {
        int size = number();
        cursor.expectMark("]");
        return new TypeName(
                List.of(ARRAY),
                List.of(size),
                null,
                0,
                List.of(new TypeName.Part(null, of)),
                of.at());
    }

    private int number() {
        if (cursor.kind() != TokenKind.NUMBER
                || !cursor.value().matches("[0-9]{1," + DIGITS_MAX + "}")) {
            throw cursor.unexpected();
        }
        return Integer.parseInt(cursor.next());
    }

    private TypeName element(int level) {
        Position at = cursor.position();
        boolean plain = cursor.kind() == TokenKind.WORD && !cursor.isPunctuationAhead(1, ".");
        if (plain && cursor.isPunctuationAhead(1, "(")) {
            if (WITH_FIELDS.contains(cursor.value())) {
                return fields(level, at);
            }
            if (cursor.isWord("map")) {
                return map(level, at);
            }
        }
        if (plain && cursor.accept("double", "precision")) {
            return type("double", List.of(), at);
        }
        List<String> path = path();
        String name = path.getLast();
        if (plain && (name.equals("time") || name.equals("timestamp"))) {
            return clock(name, at);
        }
        if (plain && (name.equals("character") || name.equals("char"))) {
            cursor.accept("varying");
        }
        if (plain && name.equals("interval") && Types.atField(cursor)) {
            return type("interval " + cursor.next(), List.of(), at);
        }
        if (cursor.isPunctuation("(") && cursor.kindAhead(1) != TokenKind.NUMBER) {
            return type(name + foreign(), List.of(), at);
        }
        List<Integer> modifiers = modifiers();
        boolean text = path.size() == 1 && TEXTS.contains(name);
        return new TypeName(path, text ? List.of() : modifiers, null, 0, at);
    }

    private List<String> path() {
        List<String> path = new ArrayList<>();
        boolean usable =
                cursor.kind() == TokenKind.QUOTED_NAME
                        || (cursor.kind() == TokenKind.WORD
                                && !cursor.keywords().reserved().contains(cursor.value()));
        if (!usable) {
            throw cursor.unexpected();
        }
        path.add(cursor.next());
        while (cursor.acceptMark(".")) {
            path.add(cursor.label());
        }
        return List.copyOf(path);
    }

    private TypeName clock(String name, Position at) {
        List<Integer> precision = modifiers();
        boolean zoned = cursor.isWord("with") && cursor.isWordAhead(1, "time");
        if (zoned || (cursor.isWord("without") && cursor.isWordAhead(1, "time"))) {
            cursor.next();
            cursor.next();
            cursor.expect("zone");
        }
        if (zoned || precision.isEmpty() || name.equals("time")) {
            return type(zoned ? name + "tz" : name, List.of(), at);
        }
        int digits = precision.getFirst();
        String unit = digits == 0 ? "_s" : digits <= 3 ? "_ms" : digits <= 6 ? "" : "_ns";
        return type(name + unit, List.of(), at);
    }

    private TypeName fields(int level, Position at) {
        String name = cursor.next();
        cursor.expectMark("(");
        List<TypeName.Part> parts = new ArrayList<>();
        do {
            String field = cursor.label();
            parts.add(new TypeName.Part(field, parse(level + 1)));
        } while (cursor.acceptMark(","));
        cursor.expectMark(")");
        String kind = name.equals("row") ? "struct" : name;
        return new TypeName(List.of(kind), List.of(), null, 0, List.copyOf(parts), at);
    }

    private TypeName map(int level, Position at) {
        cursor.next();
        cursor.expectMark("(");
        TypeName key = parse(level + 1);
        cursor.expectMark(",");
        TypeName value = parse(level + 1);
        cursor.expectMark(")");
        List<TypeName.Part> parts =
                List.of(new TypeName.Part(null, key), new TypeName.Part(null, value));
        return new TypeName(List.of("map"), List.of(), null, 0, parts, at);
    }

    /** {@code ('a', 'b')}: modifiers that are no numbers make it a type that no list can hold. */
    private String foreign() {
        cursor.expectMark("(");
        StringBuilder values = new StringBuilder("(");
        do {
            if (cursor.kind() == TokenKind.PUNCTUATION || cursor.atEnd()) {
                throw cursor.unexpected();
            }
            values.append(values.length() == 1 ? "" : ", ").append(cursor.next());
        } while (cursor.acceptMark(","));
        cursor.expectMark(")");
        return values.append(")").toString();
    }

    private List<Integer> modifiers() {
        if (!cursor.acceptMark("(")) {
            return List.of();
        }
        List<Integer> modifiers = new ArrayList<>();
        do {
            modifiers.add(number());
        } while (cursor.acceptMark(",") && modifiers.size() < 2);
        cursor.expectMark(")");
        return List.copyOf(modifiers);
    }

    private static TypeName type(String name, List<Integer> modifiers, Position at) {
        return new TypeName(List.of(name), modifiers, null, 0, at);
    }

    /** {@code date '…'}: a type before a text literal, null when it is something else. */
    static @Nullable String literalType(String word) {
        return switch (word) {
            case "date", "time", "timestamp", "timestamptz", "json", "uuid", "blob" -> word;
            default -> null;
        };
    }
}
