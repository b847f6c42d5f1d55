package dev.sluice.guard;

import dev.sluice.guard.dialect.Dialect;
import dev.sluice.guard.emit.Emitter;
import dev.sluice.guard.lexer.TokenKind;
import dev.sluice.guard.lexer.Tokens;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A ruling that serves every text of its shape whose other literals, those that are no slots, are
 * the same.
 *
 * @param fixed those others as they were written, by token
 */
record Template(Ruling ruling, Map<Integer, String> fixed) {
    Template {
        fixed = Map.copyOf(fixed);
    }

    /** For the text that was ruled on. */
    static Template of(Ruling ruling, Shape shape) {
        Set<Integer> slots = new HashSet<>();
        for (Emitter.Slot slot : ruling.database().slots()) {
            slots.add(slot.token());
        }
        Map<Integer, String> fixed = new HashMap<>();
        for (int token : shape.literals()) {
            if (!slots.contains(token)) {
                fixed.put(token, shape.written(token));
            }
        }
        return new Template(ruling, fixed);
    }

    /** Whether it serves this text, which is of the same shape. */
    boolean serves(Shape shape) {
        for (Map.Entry<Integer, String> literal : fixed.entrySet()) {
            if (!shape.written(literal.getKey()).equals(literal.getValue())) {
                return false;
            }
        }
        return true;
    }

    /** What the guard would rule on this text, which it serves. */
    Ruling with(Tokens tokens, Dialect dialect) {
        if (ruling.database().slots().isEmpty()) {
            return ruling;
        }
        Emitter.Text jdbc = ruling.jdbc();
        return new Ruling(
                filled(ruling.database(), tokens, dialect),
                jdbc == null ? null : filled(jdbc, tokens, dialect),
                ruling.limits(),
                ruling.tables(),
                ruling.columns(),
                ruling.warnings());
    }

    private static Emitter.Text filled(Emitter.Text text, Tokens tokens, Dialect dialect) {
        StringBuilder sql = new StringBuilder(text.sql().length());
        int from = 0;
        for (Emitter.Slot slot : text.slots()) {
            sql.append(text.sql(), from, slot.start());
            String value = tokens.value(slot.token());
            boolean number = tokens.kind(slot.token()) == TokenKind.NUMBER;
            sql.append(number ? value : Emitter.textLiteral(value, dialect));
            from = slot.end();
        }
        sql.append(text.sql(), from, text.sql().length());
        return new Emitter.Text(sql.toString(), text.claims(), text.questionMarks(), List.of());
    }

    /** How much memory it takes, in characters. */
    int characters() {
        int characters = ruling.characters();
        for (String value : fixed.values()) {
            characters += value.length();
        }
        return characters;
    }
}
