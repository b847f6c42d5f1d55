package dev.sluice.guard.emit;

import dev.sluice.guard.dialect.Dialect;
import dev.sluice.guard.dialect.Trait;
import dev.sluice.guard.refusal.Refusal;
import dev.sluice.guard.tree.Expression;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.IdentityHashMap;
import java.util.List;

/** Text under construction, and the claims that stand in it. */
final class Output {
    private static final int SIZE = 1_024;

    /** In UTF-16 units; governing repeats row filters, so a short text can become a long one. */
    private static final int SIZE_MAX = 1 << 20;

    private final StringBuilder text = new StringBuilder(SIZE);
    private final List<String> claims = new ArrayList<>();
    private final List<Emitter.Slot> slots = new ArrayList<>();
    private final IdentityHashMap<Expression, Integer> literals;
    private final Style style;
    private final Dialect dialect;
    private final char quote;
    private boolean questionMarks;

    Output(Style style, Dialect dialect, IdentityHashMap<Expression, Integer> literals) {
        this.style = style;
        this.literals = literals;
        this.dialect = dialect;
        this.quote = dialect.spelling().quote();
    }

    Dialect dialect() {
        return dialect;
    }

    Output raw(String sql) {
        text.append(sql);
        // Every construct writes some of its text here, so that checking here is enough.
        if (text.length() > SIZE_MAX) {
            throw Refusal.tooComplex("The query is too long once it is governed.", 0);
        }
        return this;
    }

    Output raw(int number) {
        text.append(number);
        return this;
    }

    /** A name in quotes. */
    Output name(String name) {
        text.append(quote);
        if (name.indexOf(quote) < 0) {
            text.append(name);
        } else {
            doubled(name);
        }
        text.append(quote);
        return this;
    }

    private void doubled(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == quote) {
                text.append(c);
            }
            text.append(c);
        }
    }

    Output names(List<String> names) {
        for (int i = 0; i < names.size(); i++) {
            raw(i == 0 ? "" : ", ").name(names.get(i));
        }
        return this;
    }

    Output path(List<String> path) {
        for (int i = 0; i < path.size(); i++) {
            raw(i == 0 ? "" : ".").name(path.get(i));
        }
        return this;
    }

    void operator(String operator) {
        int schema = operator.lastIndexOf('.');
        if (schema >= 0) {
            raw("OPERATOR(").name(operator.substring(0, schema)).raw(operator.substring(schema));
            raw(")");
            return;
        }
        boolean question = operator.indexOf('?') >= 0;
        questionMarks |= question;
        text.append(question && style == Style.JDBC ? operator.replace("?", "??") : operator);
    }

    void claim(String name) {
        claims.add(name);
        if (style == Style.JDBC || !dialect.has(Trait.NUMBERED_PARAMETERS)) {
            text.append('?');
        } else {
            text.append('$').append(claims.size());
        }
    }

    void literal(Expression.TextLiteral literal) {
        int start = text.length();
        textLiteral(literal.value());
        note(literal, start);
    }

    void literal(Expression.NumberLiteral literal) {
        int start = text.length();
        text.append(literal.digits());
        note(literal, start);
    }

    private void note(Expression literal, int start) {
        Integer token = literals.isEmpty() ? null : literals.get(literal);
        if (token != null) {
            slots.add(new Emitter.Slot(start, text.length(), token));
        }
    }

    /** A text literal, written so that it means the same whatever the session's settings are. */
    void textLiteral(String value) {
        boolean backslash = value.indexOf('\\') >= 0;
        if (backslash && dialect.has(Trait.BACKSLASH_ESCAPES)) {
            hexadecimal(value);
        } else {
            boolean escaped = backslash && dialect.has(Trait.ESCAPE_STRINGS);
            text.append(escaped ? "E'" : "'");
            quoted(value, escaped);
        }
    }

    private void quoted(String value, boolean escaped) {
        if (!escaped && value.indexOf('\'') < 0) {
            text.append(value).append('\'');
            return;
        }
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\'' || (c == '\\' && escaped)) {
                text.append(c);
            }
            text.append(c);
        }
        text.append('\'');
    }

    /** MySQL's sql_mode says what a backslash is: its bytes are always the same. */
    private void hexadecimal(String value) {
        text.append("_utf8mb4 X'");
        text.append(HexFormat.of().formatHex(value.getBytes(StandardCharsets.UTF_8)));
        text.append('\'');
    }

    List<String> claims() {
        return List.copyOf(claims);
    }

    List<Emitter.Slot> slots() {
        return List.copyOf(slots);
    }

    boolean hasQuestionMarks() {
        return questionMarks;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
