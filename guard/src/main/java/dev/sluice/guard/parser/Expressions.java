package dev.sluice.guard.parser;

import dev.sluice.core.ReasonCode;
import dev.sluice.guard.dialect.Trait;
import dev.sluice.guard.lexer.TokenKind;
import dev.sluice.guard.refusal.Refusal;
import dev.sluice.guard.tree.Expression;
import dev.sluice.guard.tree.FormKind;
import dev.sluice.guard.tree.Json;
import dev.sluice.guard.tree.Position;
import dev.sluice.guard.tree.Query;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Operators and their precedence; what they apply to is read by {@link Operands}. */
final class Expressions {
    private final Cursor cursor;
    private final Operands operands;

    Expressions(Cursor cursor, Types types, List<String> claims) {
        this.cursor = cursor;
        this.operands = new Operands(cursor, types, this, claims);
    }

    /** Queries and expressions hold each other: wired once both exist. */
    void use(Queries queries) {
        operands.use(queries);
    }

    Operands operands() {
        return operands;
    }

    Expression parse() {
        return parse(Level.OR);
    }

    /** One or more, separated by commas. */
    List<Expression> list() {
        List<Expression> values = new ArrayList<>();
        do {
            values.add(parse());
        } while (cursor.acceptMark(","));
        return List.copyOf(values);
    }

    /** An expression whose operators bind at least as tightly as {@code weakest}. */
    Expression parse(int weakest) {
        cursor.enter();
        int before = cursor.takeHeight();
        Expression left = prefix();
        int last = Integer.MAX_VALUE;
        while (true) {
            int level = Level.at(cursor);
            if (level < weakest || level == Level.NONE) {
                break;
            }
            if (level == last && !cursor.has(Trait.LOGICAL_SYMBOLS) && isOpen(left, level)) {
                throw cursor.unexpected();
            }
            int leftHeight = cursor.takeHeight();
            left = infix(left, level);
            cursor.beside(leftHeight);
            cursor.wrapped();
            last = level;
        }
        cursor.beside(before);
        cursor.leave();
        return left;
    }

    /**
     * Operators of these levels do not chain, as the operand on the right would belong to both; one
     * that ends in brackets or a keyword has none.
     */
    private static boolean isOpen(Expression left, int level) {
        boolean chains = level != Level.COMPARISON && level != Level.RANGE && level != Level.IS;
        return !chains
                && (left instanceof Expression.Operation
                        || left instanceof Expression.Between
                        || left instanceof Expression.Like
                        || left instanceof Expression.IsDistinct
                        || left instanceof Expression.Form);
    }

    private Expression prefix() {
        Position at = cursor.position();
        if (cursor.accept("not")) {
            Expression operand = parse(Level.NOT);
            cursor.wrapped();
            return new Expression.Not(operand);
        }
        boolean plain = cursor.kind() == TokenKind.OPERATOR;
        if (!plain && !cursor.atNamedOperator()) {
            return operands.operand();
        }
        String operator = operator();
        if (operator.equals("#") && cursor.has(Trait.STAR_CHANGES)) {
            throw new Refusal(
                    ReasonCode.COLUMN_NOT_ALLOW_LISTED,
                    "Columns are referred to by their names.",
                    "#",
                    at.offset());
        }
        boolean sign = plain && (operator.equals("-") || operator.equals("+"));
        boolean tight = sign || cursor.has(Trait.LOGICAL_SYMBOLS);
        Expression operand = parse(tight ? Level.SIGN : Level.SUM);
        cursor.wrapped();
        return operator.equals("!") && cursor.has(Trait.LOGICAL_SYMBOLS)
                ? new Expression.Not(operand)
                : new Expression.Prefix(operator, operand, at);
    }

    private Expression infix(Expression left, int level) {
        return switch (level) {
            case Level.OR -> logical(left, Expression.Connective.OR, "or", Level.AND);
            case Level.AND -> logical(left, Expression.Connective.AND, "and", Level.NOT);
            case Level.IS -> is(left);
            case Level.RANGE -> range(left);
            case Level.ZONE -> zone(left);
            case Level.COLLATE -> collate(left);
            case Level.CAST -> operands.suffixes().castOf(left);
            default -> operation(left, level);
        };
    }

    private Expression logical(
            Expression left, Expression.Connective connective, String word, int tighter) {
        List<Expression> operandList = new ArrayList<>();
        operandList.add(left);
        while (cursor.accept(word)) {
            operandList.add(parse(tighter));
        }
        return new Expression.Logical(connective, List.copyOf(operandList));
    }

    /** A run of operators of one level; a comparison is never followed by another. */
    private Expression operation(Expression first, int level) {
        Expression left = first;
        List<Expression.Step> steps = new ArrayList<>();
        int natural = Level.NONE;
        while (Level.at(cursor) == level) {
            Position at = cursor.position();
            String operator = operator();
            int own = Level.of(cursor, operator);
            boolean differs = own != natural || own == Level.COMPARISON;
            if (!steps.isEmpty() && (differs || quantified())) {
                left = new Expression.Operation(left, List.copyOf(steps));
                steps.clear();
            }
            natural = own;
            refusePostfix(operator, at);
            if (quantified()) {
                left = quantified(left, operator, at);
            } else {
                steps.add(new Expression.Step(operator, parse(level + 1), at));
            }
            if (level == Level.COMPARISON) {
                break;
            }
        }
        return steps.isEmpty() ? left : new Expression.Operation(left, List.copyOf(steps));
    }

    /** {@code 5 !}, the factorial. */
    private void refusePostfix(String operator, Position at) {
        boolean ends = cursor.atEnd() || cursor.isPunctuation(",") || cursor.isPunctuation(")");
        if (operator.equals("!") && ends && cursor.has(Trait.OPERATORS_ARE_FUNCTIONS)) {
            throw new Refusal(
                    ReasonCode.OPERATOR_NOT_ALLOW_LISTED,
                    "Operator '!' is not allow-listed.",
                    operator,
                    at.offset());
        }
    }

    /** An operator, or {@code OPERATOR(pg_catalog.x)}. */
    String operator() {
        if (cursor.kind() == TokenKind.OPERATOR || cursor.has(Trait.LOGICAL_SYMBOLS)) {
            return cursor.next();
        }
        cursor.expect("operator");
        cursor.expectMark("(");
        String schema = "";
        while (cursor.kind() != TokenKind.OPERATOR) {
            schema = cursor.label();
            cursor.expectMark(".");
        }
        String operator = cursor.next();
        cursor.expectMark(")");
        return schema.isEmpty() || schema.equals("pg_catalog") ? operator : schema + "." + operator;
    }

    private boolean quantified() {
        return cursor.isPunctuationAhead(1, "(")
                && (cursor.isWord("any") || cursor.isWord("all") || cursor.isWord("some"));
    }

    private Expression quantified(Expression left, String operator, Position at) {
        boolean all = cursor.next().equals("all");
        Expression source = operands.parenthesised();
        return source instanceof Expression.Subquery(Query query)
                ? new Expression.QuantifiedQuery(left, operator, all, query, at)
                : new Expression.QuantifiedArray(left, operator, all, source, at);
    }

    private Expression is(Expression left) {
        if (cursor.accept("isnull")) {
            return new Expression.IsTest(left, Expression.Test.NULL, false);
        }
        if (cursor.accept("notnull")) {
            return new Expression.IsTest(left, Expression.Test.NULL, true);
        }
        if (cursor.accept("not", "null")) {
            return new Expression.IsTest(left, Expression.Test.NULL, true);
        }
        cursor.expect("is");
        boolean negated = cursor.accept("not");
        if (cursor.accept("distinct")) {
            cursor.expect("from");
            return new Expression.IsDistinct(left, parse(Level.COMPARISON), negated);
        }
        Expression form = isForm(left, negated);
        if (form != null) {
            return form;
        }
        Expression.Test test =
                switch (cursor.kind() == TokenKind.WORD ? cursor.value() : "") {
                    case "null" -> Expression.Test.NULL;
                    case "true" -> Expression.Test.TRUE;
                    case "false" -> Expression.Test.FALSE;
                    case "unknown" -> Expression.Test.UNKNOWN;
                    default -> throw cursor.unexpected();
                };
        cursor.next();
        return truth(left, test, negated);
    }

    /** Where truth cannot be tested, it is compared. */
    private Expression truth(Expression left, Expression.Test test, boolean negated) {
        if (!cursor.has(Trait.TYPED_LITERALS)) {
            return new Expression.IsTest(left, test, negated);
        }
        return switch (test) {
            case NULL, UNKNOWN -> new Expression.IsTest(left, Expression.Test.NULL, negated);
            case TRUE, FALSE ->
                    new Expression.IsDistinct(
                            left,
                            new Expression.BooleanLiteral(test == Expression.Test.TRUE),
                            !negated);
        };
    }

    /** The tests with more words, null for another one. */
    private @Nullable Expression isForm(Expression left, boolean negated) {
        if (cursor.has(Trait.SQL_JSON) && cursor.accept("json")) {
            return isJson(left, negated);
        }
        Position at = cursor.position();
        if (cursor.has(Trait.SQL_XML) && cursor.isWord("document")) {
            return Calls.call(cursor.next(), List.of(Calls.argument(left)), at);
        }
        return normalized(left, negated);
    }

    private Expression isJson(Expression left, boolean negated) {
        Json.Kind kind = Json.Kind.ANY;
        if (cursor.accept("object")) {
            kind = Json.Kind.OBJECT;
        } else if (cursor.accept("array")) {
            kind = Json.Kind.ARRAY;
        } else if (cursor.accept("scalar")) {
            kind = Json.Kind.SCALAR;
        } else {
            cursor.accept("value");
        }
        boolean unique = operands.calls().json().uniqueKeys();
        return new Expression.IsJson(left, kind, unique, negated);
    }

    /** {@code IS NFC NORMALIZED} is a function's other name; null for another test. */
    private @Nullable Expression normalized(Expression left, boolean negated) {
        boolean stated = cursor.isWordAhead(1, "normalized");
        if (!stated && !cursor.isWord("normalized")) {
            return null;
        }
        Position at = cursor.position();
        String form = stated ? cursor.next().toUpperCase(Locale.ROOT) : "NFC";
        cursor.next();
        Expression call =
                Calls.call(
                        "is_normalized",
                        List.of(
                                Calls.argument(left),
                                Calls.argument(new Expression.TextLiteral(form))),
                        at);
        return negated ? new Expression.Not(call) : call;
    }

    private Expression range(Expression left) {
        Position at = cursor.position();
        boolean negated = cursor.accept("not");
        return switch (cursor.next()) {
            case "between" -> between(left, negated);
            case "in" -> in(left, negated);
            case "like" -> like(left, Expression.LikeKind.LIKE, negated, at);
            case "ilike" -> like(left, Expression.LikeKind.ILIKE, negated, at);
            case "glob" -> glob(left, negated, at);
            case "regexp", "rlike" ->
                    new Expression.Like(
                            left, parse(Level.OTHER), null, Expression.LikeKind.REGEXP, negated);
            case "sounds" -> soundsLike(left, at);
            case "member" -> memberOf(left, at);
            case "similar" -> {
                cursor.expect("to");
                yield like(left, Expression.LikeKind.SIMILAR, negated, at);
            }
            default -> overlaps(left, at);
        };
    }

    private Expression glob(Expression left, boolean negated, Position at) {
        Expression found =
                new Expression.Operation(
                        left, List.of(new Expression.Step("~~~", parse(Level.OTHER), at)));
        return negated ? new Expression.Not(found) : found;
    }

    private Expression between(Expression left, boolean negated) {
        boolean symmetric = cursor.accept("symmetric");
        if (!symmetric) {
            cursor.accept("asymmetric");
        }
        Expression low = parse(Level.OTHER);
        cursor.expect("and");
        return new Expression.Between(left, low, parse(Level.OTHER), symmetric, negated);
    }

    private Expression in(Expression left, boolean negated) {
        if (!cursor.isPunctuation("(")) {
            return inList(left, negated);
        }
        Expression values = operands.parenthesisedList();
        return switch (values) {
            case Expression.Subquery(Query query) -> new Expression.InQuery(left, query, negated);
            case Expression.Row(List<Expression> list) ->
                    new Expression.InList(left, list, negated);
            default -> throw cursor.unexpected();
        };
    }

    /** {@code x IN list}, of which the list is one value. */
    private Expression inList(Expression left, boolean negated) {
        if (!cursor.has(Trait.COLLECTION_LITERALS)) {
            throw cursor.unexpected();
        }
        Position at = cursor.position();
        Expression list = operands.operand();
        Expression contains = Collections.call("contains", List.of(list, left), at);
        return negated ? new Expression.Not(contains) : contains;
    }

    private Expression like(
            Expression left, Expression.LikeKind kind, boolean negated, Position at) {
        if (quantified() && kind != Expression.LikeKind.SIMILAR) {
            String operator =
                    (negated ? "!~~" : "~~") + (kind == Expression.LikeKind.ILIKE ? "*" : "");
            return quantified(left, operator, at);
        }
        Expression pattern = parse(Level.OTHER);
        Expression escape = cursor.accept("escape") ? parse(Level.OTHER) : null;
        return new Expression.Like(left, pattern, escape, kind, negated);
    }

    /** What it means (MySQL manual, "SOUNDS LIKE"). */
    private Expression soundsLike(Expression left, Position at) {
        cursor.expect("like");
        Expression right = parse(Level.OTHER);
        return new Expression.Operation(
                Calls.call("soundex", at, left),
                List.of(new Expression.Step("=", Calls.call("soundex", at, right), at)));
    }

    private Expression memberOf(Expression left, Position at) {
        cursor.expect("of");
        cursor.expectMark("(");
        Expression array = parse();
        cursor.expectMark(")");
        return new Expression.Form(FormKind.MEMBER_OF, List.of(left, array), at);
    }

    private Expression overlaps(Expression left, Position at) {
        Expression right = parse(Level.OTHER);
        boolean pairs =
                left instanceof Expression.Row(List<Expression> a)
                        && right instanceof Expression.Row(List<Expression> b)
                        && a.size() == 2
                        && b.size() == 2;
        if (!pairs) {
            throw cursor.unexpected();
        }
        return new Expression.Form(FormKind.OVERLAPS, List.of(left, right), at);
    }

    private Expression zone(Expression first) {
        Expression left = first;
        while (Level.at(cursor) == Level.ZONE) {
            cursor.wrapped();
            Position at = cursor.position();
            cursor.next();
            if (cursor.accept("local")) {
                left = Calls.call("timezone", List.of(Calls.argument(left)), at);
            } else {
                cursor.expect("time");
                cursor.expect("zone");
                left = new Expression.AtTimeZone(left, parse(Level.COLLATE));
            }
        }
        return left;
    }

    private Expression collate(Expression first) {
        Expression left = first;
        while (cursor.isWord("collate")) {
            cursor.wrapped();
            Position at = cursor.position();
            cursor.next();
            left = new Expression.Collate(left, path(), at);
        }
        return left;
    }

    private List<String> path() {
        List<String> path = new ArrayList<>();
        path.add(cursor.label());
        while (cursor.acceptMark(".")) {
            path.add(cursor.label());
        }
        return List.copyOf(path);
    }

    /** The condition behind a word such as WHERE, null when the word is not there. */
    @Nullable Expression after(String word) {
        return cursor.accept(word) ? parse() : null;
    }
}
