package dev.sluice.guard.parser;

import dev.sluice.guard.dialect.Trait;
import dev.sluice.guard.lexer.TokenKind;
import dev.sluice.guard.refusal.Refusal;
import dev.sluice.guard.tree.Expression;
import dev.sluice.guard.tree.Position;
import dev.sluice.guard.tree.Query;
import dev.sluice.guard.tree.TypeName;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What operators apply to: literals, columns, brackets, casts, and everything with a keyword. */
final class Operands {
    private static final Set<String> TYPE_WORDS =
            Set.of(
                    "bigint",
                    "bit",
                    "boolean",
                    "char",
                    "character",
                    "dec",
                    "decimal",
                    "double",
                    "float",
                    "int",
                    "integer",
                    "interval",
                    "national",
                    "nchar",
                    "numeric",
                    "real",
                    "smallint",
                    "time",
                    "timestamp",
                    "varchar");

    private final Cursor cursor;
    private final Types types;
    private final Expressions expressions;
    private final Calls calls;
    private final Suffixes suffixes;
    private final List<String> claims;
    private @Nullable Queries queries;

    Operands(Cursor cursor, Types types, Expressions expressions, List<String> claims) {
        this.cursor = cursor;
        this.types = types;
        this.expressions = expressions;
        this.calls = new Calls(cursor, types, expressions);
        this.claims = claims;
        this.suffixes = new Suffixes(cursor, types, expressions, this);
    }

    // Few queries want these, so that each is made for the query that does.

    Stars stars() {
        return new Stars(cursor, expressions);
    }

    private Collections collections() {
        return new Collections(cursor, expressions);
    }

    /** The call itself, or what it stands for where it calls a macro. */
    Expression written(Expression.Call call) {
        return cursor.dialect().macros().isEmpty() ? call : new Macros(cursor).written(call);
    }

    void use(Queries wired) {
        queries = wired;
    }

    Suffixes suffixes() {
        return suffixes;
    }

    Calls calls() {
        return calls;
    }

    /** A query without brackets of its own starts here. */
    boolean atQuery() {
        return queries().atQuery();
    }

    Query query() {
        return queries().query();
    }

    private Queries queries() {
        if (queries == null) {
            throw new IllegalStateException("not wired");
        }
        return queries;
    }

    /** A primary with its casts, subscripts and fields. */
    Expression operand() {
        boolean bracketed = cursor.isPunctuation("(");
        int before = cursor.takeHeight();
        Expression value = suffixes.of(primary(), bracketed);
        cursor.wrapped();
        cursor.beside(before);
        return value;
    }

    /** What an interval counts: a literal, or a value in brackets. */
    Expression amount() {
        return switch (cursor.kind()) {
            case NUMBER -> new Expression.NumberLiteral(cursor.next());
            case TEXT -> new Expression.TextLiteral(cursor.next());
            default -> parenthesised();
        };
    }

    private Expression primary() {
        Position at = cursor.position();
        if (cursor.has(Trait.ARROW_LAMBDAS)) {
            Expression lambda = new ArrowLambdas(cursor, expressions).parse();
            if (lambda != null) {
                return lambda;
            }
        }
        return switch (cursor.kind()) {
            case NUMBER -> cursor.said(new Expression.NumberLiteral(cursor.next()));
            case TEXT -> cursor.said(new Expression.TextLiteral(cursor.next()));
            case BITS -> {
                String bits = cursor.next();
                yield new Expression.BitLiteral(bits.charAt(0), bits.substring(1));
            }
            case CLAIM -> new Expression.Claim(cursor.next(), at);
            case PARAMETER -> parameter(at);
            case QUOTED_NAME -> named();
            case WORD -> word(at);
            case PUNCTUATION -> {
                if (cursor.has(Trait.COLLECTION_LITERALS)) {
                    if (cursor.isPunctuation("[")) {
                        yield collections().list();
                    }
                    if (cursor.isPunctuation("{")) {
                        yield collections().struct();
                    }
                }
                if (cursor.has(Trait.UNIT_WORDS) && cursor.acceptMark("{")) {
                    yield calls.wordForms().escaped();
                }
                if (!cursor.isPunctuation("(")) {
                    throw cursor.unexpected();
                }
                yield parenthesised();
            }
            case OPERATOR, END -> throw cursor.unexpected();
        };
    }

    private Expression parameter(Position at) {
        int number = Integer.parseInt(cursor.value());
        if (number < 1 || number > claims.size()) {
            throw cursor.unexpected();
        }
        cursor.next();
        return new Expression.Claim(claims.get(number - 1), at);
    }

    /** Brackets around a value, a row of several values, or a query. */
    Expression parenthesised() {
        Expression list = parenthesisedList();
        return list instanceof Expression.Row(List<Expression> values) && values.size() == 1
                ? values.getFirst()
                : list;
    }

    /** Like {@link #parenthesised}, with a single value as a row of one. */
    Expression parenthesisedList() {
        cursor.expectMark("(");
        if (queries().atQuery()) {
            Query query = queries().query();
            cursor.expectMark(")");
            return new Expression.Subquery(query);
        }
        boolean nested = cursor.isPunctuation("(");
        Expression first = expressions.parse();
        if (nested && first instanceof Expression.Subquery(Query query)) {
            if (queries().continues()) {
                first = new Expression.Subquery(queries().continued(query));
            }
            if (cursor.acceptMark(")")) {
                return first;
            }
        }
        List<Expression> values = new ArrayList<>();
        values.add(first);
        while (cursor.acceptMark(",")) {
            values.add(expressions.parse());
        }
        cursor.expectMark(")");
        return new Expression.Row(List.copyOf(values));
    }

    /** A query in brackets, which have to be there. */
    Query subquery() {
        if (parenthesised() instanceof Expression.Subquery(Query query)) {
            return query;
        }
        throw cursor.unexpected();
    }

    private Expression word(Position at) {
        String word = cursor.value();
        switch (word) {
            case "null" -> {
                cursor.next();
                return new Expression.NullLiteral();
            }
            case "true", "false" -> {
                return new Expression.BooleanLiteral(cursor.next().equals("true"));
            }
            case "case" -> {
                return caseOf();
            }
            case "cast" -> {
                return cast();
            }
            case "exists" -> {
                if (cursor.isPunctuationAhead(1, "(")) {
                    cursor.next();
                    return new Expression.Exists(subquery());
                }
            }
            case "try_cast" -> {
                if (cursor.has(Trait.TRY_CAST) && cursor.isPunctuationAhead(1, "(")) {
                    return cast() instanceof Expression.Cast(var operand, var type)
                            ? new Expression.TryCast(operand, type)
                            : unexpected();
                }
            }
            case "lambda" -> {
                if (cursor.has(Trait.LAMBDAS)) {
                    return collections().lambda();
                }
            }
            case "map" -> {
                if (cursor.isPunctuationAhead(1, "{")) {
                    return collections().map();
                }
            }
            case "columns" -> {
                if (cursor.has(Trait.STAR_CHANGES) && cursor.isPunctuationAhead(1, "(")) {
                    return stars().columns();
                }
            }
            case "array" -> {
                Expression call =
                        cursor.has(Trait.WAREHOUSE_FORMS) ? calls.warehouse().form(word, at) : null;
                if (call != null) {
                    return call;
                }
                if (!cursor.keywords().isName(word) || cursor.isPunctuationAhead(1, "[")) {
                    return array();
                }
            }
            case "row" -> {
                if (cursor.isPunctuationAhead(1, "(")) {
                    return row();
                }
            }
            default -> {
                if (cursor.has(Trait.TYPED_LITERALS)) {
                    Expression literal = new TypedLiterals(cursor).parse();
                    if (literal != null) {
                        return literal;
                    }
                }
                if (word.equals("interval") && cursor.has(Trait.UNIT_INTERVALS)) {
                    Expression interval = new Intervals(cursor, expressions).parse();
                    if (interval != null) {
                        return interval;
                    }
                }
                boolean plain =
                        !cursor.has(Trait.DATE_LITERALS) && !cursor.has(Trait.TYPED_LITERALS);
                if (TYPE_WORDS.contains(word) && plain) {
                    Expression literal = typedLiteral(at);
                    if (literal != null) {
                        return literal;
                    }
                }
                Expression form = calls.form(word, at);
                if (form != null) {
                    return form;
                }
            }
        }
        return named();
    }

    /**
     * {@code timestamp '…'}: a keyword type before a text literal; null when it is something else.
     */
    private @Nullable Expression typedLiteral(Position at) {
        boolean possible =
                cursor.kindAhead(1) == TokenKind.TEXT
                        || cursor.kindAhead(1) == TokenKind.WORD
                        || cursor.isPunctuationAhead(1, "(");
        if (!possible) {
            return null;
        }
        int start = cursor.index();
        TypeName type;
        try {
            type = types.ofLiteral();
        } catch (Refusal e) {
            cursor.reset(start);
            return null;
        }
        if (cursor.kind() != TokenKind.TEXT) {
            cursor.reset(start);
            return null;
        }
        Expression value = cursor.said(new Expression.TextLiteral(cursor.next()));
        if ("".equals(type.interval()) && type.modifiers().isEmpty()) {
            type = new TypeName(type.path(), List.of(), types.fields(), 0, at);
        }
        return new Expression.Cast(value, type);
    }

    /** The text literal here as a value of this type. */
    private Expression literal(TypeName type) {
        return new Expression.Cast(cursor.said(new Expression.TextLiteral(cursor.next())), type);
    }

    private Expression caseOf() {
        cursor.expect("case");
        Expression operand = cursor.isWord("when") ? null : expressions.parse();
        List<Expression.When> whens = new ArrayList<>();
        while (cursor.accept("when")) {
            Expression condition = expressions.parse();
            cursor.expect("then");
            whens.add(new Expression.When(condition, expressions.parse()));
        }
        if (whens.isEmpty()) {
            throw cursor.unexpected();
        }
        Expression otherwise = expressions.after("else");
        cursor.expect("end");
        return new Expression.Case(operand, List.copyOf(whens), otherwise);
    }

    private Expression cast() {
        cursor.next();
        cursor.expectMark("(");
        Position at = cursor.position();
        Expression value = expressions.parse();
        if (cursor.has(Trait.UNIT_WORDS) && cursor.isWord("at") && cursor.isWordAhead(1, "time")) {
            throw cursor.forbidden("AT TIME ZONE is not allowed.");
        }
        cursor.expect("as");
        Expression cast =
                cursor.has(Trait.UNIT_WORDS)
                        ? calls.wordForms().cast(value, at)
                        : new Expression.Cast(value, types.parse());
        cursor.expectMark(")");
        return cast;
    }

    private Expression unexpected() {
        throw cursor.unexpected();
    }

    private Expression array() {
        cursor.expect("array");
        if (cursor.isPunctuation("[")) {
            return arrayElements();
        }
        return new Expression.ArrayQuery(subquery());
    }

    private Expression arrayElements() {
        cursor.enter();
        cursor.expectMark("[");
        List<Expression> elements = new ArrayList<>();
        if (!cursor.isPunctuation("]")) {
            do {
                elements.add(cursor.isPunctuation("[") ? arrayElements() : expressions.parse());
            } while (cursor.acceptMark(","));
        }
        cursor.expectMark("]");
        cursor.leave();
        return new Expression.ArrayLiteral(List.copyOf(elements));
    }

    private Expression row() {
        Position at = cursor.position();
        cursor.expect("row");
        cursor.expectMark("(");
        List<Expression> elements = cursor.isPunctuation(")") ? List.of() : expressions.list();
        if (cursor.isWord("as")) {
            throw Calls.notListed("row", at);
        }
        cursor.expectMark(")");
        return new Expression.Row(elements);
    }

    /** A column, a function call, or a literal behind the name of its type. */
    private Expression named() {
        Position at = cursor.position();
        boolean ofPattern = cursor.isWord("running") || cursor.isWord("final");
        if (ofPattern && cursor.has(Trait.SOFT_CLAUSES) && cursor.isPunctuationAhead(2, "(")) {
            throw Calls.notListed(cursor.value(), at);
        }
        boolean function =
                cursor.kind() == TokenKind.WORD
                        && !cursor.keywords().isName(cursor.value())
                        && cursor.keywords().isFunctionName(cursor.value())
                        && (cursor.isPunctuationAhead(1, "(")
                                || cursor.kindAhead(1) == TokenKind.TEXT);
        List<String> path = new ArrayList<>();
        path.add(function ? cursor.takeName() : cursor.name());
        while (cursor.isPunctuation(".")) {
            cursor.next();
            if (cursor.isOperator("*")) {
                cursor.next();
                return new Expression.Star(List.copyOf(path), at);
            }
            path.add(cursor.label());
        }
        if (cursor.isPunctuation("(")) {
            if (cursor.has(Trait.WAREHOUSE_FORMS)) {
                calls.warehouse().refuseOuterMark();
            }
            Expression.Call call = calls.call(List.copyOf(path), at);
            boolean typed = cursor.kind() == TokenKind.TEXT && !cursor.has(Trait.DATE_LITERALS);
            return typed ? literal(types.ofCall(call)) : written(call);
        }
        if (cursor.kind() == TokenKind.TEXT && !cursor.has(Trait.DATE_LITERALS)) {
            return literal(Types.named(List.copyOf(path), List.of(), at));
        }
        return new Expression.ColumnRef(List.copyOf(path), at);
    }
}
