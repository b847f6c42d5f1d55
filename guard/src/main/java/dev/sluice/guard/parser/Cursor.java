package dev.sluice.guard.parser;

import dev.sluice.core.ReasonCode;
import dev.sluice.guard.dialect.Dialect;
import dev.sluice.guard.dialect.FunctionRule;
import dev.sluice.guard.dialect.Keywords;
import dev.sluice.guard.dialect.Trait;
import dev.sluice.guard.lexer.TokenKind;
import dev.sluice.guard.lexer.Tokens;
import dev.sluice.guard.refusal.Refusal;
import dev.sluice.guard.tree.Expression;
import dev.sluice.guard.tree.Position;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A place in the tokens of one text, and the depth that parsing has reached there. */
final class Cursor {
    private final Tokens tokens;
    private final Dialect dialect;
    private final Keywords keywords;
    private final int depthMax;
    private final int heightMax;
    private @Nullable IdentityHashMap<Expression, Integer> literals;
    private int index;
    private int depth;
    private int height;

    Cursor(Tokens tokens, Dialect dialect, int depthMax, int heightMax) {
        this.tokens = tokens;
        this.dialect = dialect;
        this.keywords = dialect.keywords();
        this.depthMax = depthMax;
        this.heightMax = heightMax;
    }

    /** From now on, notes here which token each literal is read from, by the literal's identity. */
    void noteLiterals(IdentityHashMap<Expression, Integer> noted) {
        literals = noted;
    }

    /** The literal that the token before says. */
    <E extends Expression> E said(E literal) {
        if (literals != null) {
            literals.put(literal, index - 1);
        }
        return literal;
    }

    boolean has(Trait trait) {
        return dialect.has(trait);
    }

    /** Whether a function of this name takes functions as arguments. */
    boolean takesLambda(String function) {
        FunctionRule rule = dialect.has(Trait.LAMBDAS) ? dialect.function(function) : null;
        return rule != null && rule.lambda();
    }

    Dialect dialect() {
        return dialect;
    }

    Keywords keywords() {
        return keywords;
    }

    int index() {
        return index;
    }

    /** Goes back to a place that was left a bounded number of tokens ago. */
    void reset(int to) {
        index = to;
    }

    TokenKind kind() {
        return tokens.kind(index);
    }

    String value() {
        return tokens.value(index);
    }

    int start() {
        return tokens.start(index);
    }

    Position position() {
        return new Position(start());
    }

    /** Takes the current token and returns its value. */
    String next() {
        return tokens.value(index++);
    }

    private int ahead(int offset) {
        return Math.min(index + offset, tokens.size() - 1);
    }

    TokenKind kindAhead(int offset) {
        return tokens.kind(ahead(offset));
    }

    /** The text from one token up to another, as it was written. */
    String text(int from, int to) {
        return tokens.text(from, to);
    }

    /** The value of a token that was passed. */
    String valueAt(int token) {
        return tokens.value(token);
    }

    String valueAhead(int offset) {
        return tokens.value(ahead(offset));
    }

    boolean atEnd() {
        return kind() == TokenKind.END;
    }

    boolean isWord(String word) {
        return kind() == TokenKind.WORD && value().equals(word);
    }

    boolean isWordAhead(int offset, String word) {
        return kindAhead(offset) == TokenKind.WORD && tokens.value(ahead(offset)).equals(word);
    }

    boolean isPunctuation(String mark) {
        return kind() == TokenKind.PUNCTUATION && value().equals(mark);
    }

    boolean isPunctuationAhead(int offset, String mark) {
        return kindAhead(offset) == TokenKind.PUNCTUATION
                && tokens.value(ahead(offset)).equals(mark);
    }

    boolean isOperator(String operator) {
        return kind() == TokenKind.OPERATOR && value().equals(operator);
    }

    boolean isOperatorAhead(int offset, String operator) {
        return kindAhead(offset) == TokenKind.OPERATOR
                && tokens.value(ahead(offset)).equals(operator);
    }

    /** {@code OPERATOR(schema.x)} starts here: a function may be called {@code operator}, too. */
    boolean atNamedOperator() {
        if (!isWord("operator") || !isPunctuationAhead(1, "(")) {
            return false;
        }
        int offset = 2;
        while (isPunctuationAhead(offset + 1, ".") && offset < 8) {
            offset += 2;
        }
        return kindAhead(offset) == TokenKind.OPERATOR;
    }

    boolean accept(String word) {
        if (isWord(word)) {
            index++;
            return true;
        }
        return false;
    }

    /** Takes both words, or none. */
    boolean accept(String first, String second) {
        if (isWord(first) && isWordAhead(1, second)) {
            index += 2;
            return true;
        }
        return false;
    }

    boolean acceptMark(String mark) {
        if (isPunctuation(mark)) {
            index++;
            return true;
        }
        return false;
    }

    void expect(String word) {
        if (!accept(word)) {
            throw unexpected();
        }
    }

    void expectMark(String mark) {
        if (!acceptMark(mark)) {
            throw unexpected();
        }
    }

    /** A name of a column, table or alias. */
    String name() {
        if (!isName()) {
            throw unexpected();
        }
        return takeName();
    }

    boolean isName() {
        return kind() == TokenKind.QUOTED_NAME
                || (kind() == TokenKind.WORD && keywords.isName(value()) && !atJsonFormat());
    }

    /** A name, which some databases take in the quotes of a text as well. */
    String nameOrText() {
        return kind() == TokenKind.TEXT && !value().isEmpty() ? next() : name();
    }

    /** A word that may be a name as well, and here starts a clause. */
    boolean atSoftClause() {
        if (!has(Trait.SOFT_CLAUSES) || kind() != TokenKind.WORD) {
            return false;
        }
        return switch (value()) {
            case "limit", "offset" -> kindAhead(1) == TokenKind.NUMBER || isWordAhead(1, "all");
            case "fetch" -> isWordAhead(1, "first") || isWordAhead(1, "next");
            case "window" -> isWordAhead(2, "as");
            case "match_recognize" -> isPunctuationAhead(1, "(");
            case "tablesample" -> isWordAhead(1, "bernoulli") || isWordAhead(1, "system");
            default -> false;
        };
    }

    /** {@code FORMAT JSON}, which ends what is before it. */
    private boolean atJsonFormat() {
        return isWord("format")
                && isWordAhead(1, "json")
                && (has(Trait.SQL_JSON) || has(Trait.JSON_PATHS));
    }

    boolean isNameAhead(int offset) {
        return kindAhead(offset) == TokenKind.QUOTED_NAME
                || (kindAhead(offset) == TokenKind.WORD && keywords.isName(valueAhead(offset)));
    }

    /** A name where nothing else can stand, such as behind a dot or AS: keywords too. */
    String label() {
        if (kind() != TokenKind.QUOTED_NAME && kind() != TokenKind.WORD) {
            throw unexpected();
        }
        return takeName();
    }

    /** Takes the current token as a name, whatever else it could be. */
    String takeName() {
        return tokens.name(index++);
    }

    /** Names in parentheses. */
    List<String> nameList() {
        expectMark("(");
        List<String> names = new ArrayList<>();
        do {
            names.add(name());
        } while (acceptMark(","));
        expectMark(")");
        return List.copyOf(names);
    }

    Refusal unexpected() {
        if (atEnd()) {
            return Refusal.syntax("The text ends too early.", null, start());
        }
        return Refusal.syntax(
                "The query is not understood at '%s'.".formatted(shown()), value(), start());
    }

    private String shown() {
        String value = value();
        return value.length() <= 40 ? value : value.substring(0, 40) + "…";
    }

    /** What starts here is understood, and is not allowed. */
    Refusal forbidden(String message) {
        return new Refusal(ReasonCode.STATEMENT_FORBIDDEN, message, value(), start());
    }

    void enter() {
        if (++depth > depthMax) {
            throw Refusal.tooComplex("The query nests too deeply.", start());
        }
    }

    void leave() {
        depth--;
    }

    /**
     * The height of the tallest expression read since this was called last. Operators and suffixes
     * pile up around what is already read, which no bracket and no recursion shows.
     */
    int takeHeight() {
        int taken = height;
        height = 0;
        return taken;
    }

    /** What was read since stands beside something of this height. */
    void beside(int other) {
        height = Math.max(height, other);
    }

    /** What was read since has been wrapped once more. */
    void wrapped() {
        if (++height > heightMax) {
            throw Refusal.tooComplex("An expression is too tall.", start());
        }
    }
}
