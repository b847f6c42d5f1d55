package dev.sluice.guard.tree;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A value, or a condition. */
public sealed interface Expression {

    /** A column as written: one to three names, the last of which is the column. */
    record ColumnRef(List<String> path, Position at) implements Expression {
        public String name() {
            return path.getLast();
        }
    }

    /**
     * {@code *} or {@code t.*}; an empty path is the bare star. As a function's argument it is the
     * relation's row.
     */
    record Star(List<String> path, Position at) implements Expression {}

    record TextLiteral(String value) implements Expression {}

    /**
     * {@code DECIMAL '1.50'}: a literal whose type its text decides too, which a cast of the text
     * would not.
     */
    record TypedLiteral(TypeName type, String value) implements Expression {}

    /** A number without a sign, in decimal notation. */
    record NumberLiteral(String digits) implements Expression {}

    /** {@code B'…'} or {@code X'…'}; the kind {@code x} is {@code 0x…}. */
    record BitLiteral(char kind, String digits) implements Expression {}

    record BooleanLiteral(boolean value) implements Expression {}

    record NullLiteral() implements Expression {}

    /** A value of the caller, bound when the query runs. */
    record Claim(String name, Position at) implements Expression {}

    /**
     * Binary operators of one precedence, applied from the left; long chains stay flat so that no
     * stage recurses along them.
     */
    record Operation(Expression first, List<Step> rest) implements Expression {}

    /** One operator of a chain and its right operand. */
    record Step(String operator, Expression operand, Position at) {}

    /** {@code AND} or {@code OR} over two or more operands. */
    record Logical(Connective connective, List<Expression> operands) implements Expression {}

    enum Connective {
        AND,
        OR
    }

    record Not(Expression operand) implements Expression {}

    record Prefix(String operator, Expression operand, Position at) implements Expression {}

    /** {@code IS [NOT] NULL}, {@code TRUE}, {@code FALSE} or {@code UNKNOWN}. */
    record IsTest(Expression operand, Test test, boolean negated) implements Expression {}

    enum Test {
        NULL,
        TRUE,
        FALSE,
        UNKNOWN
    }

    record IsDistinct(Expression left, Expression right, boolean negated) implements Expression {}

    record Between(
            Expression operand, Expression low, Expression high, boolean symmetric, boolean negated)
            implements Expression {}

    record InList(Expression operand, List<Expression> values, boolean negated)
            implements Expression {}

    record InQuery(Expression operand, Query query, boolean negated) implements Expression {}

    /** {@code x > ANY (SELECT …)}; {@code SOME} is {@code ANY}. */
    record QuantifiedQuery(
            Expression operand, String operator, boolean all, Query query, Position at)
            implements Expression {}

    /** {@code x = ANY (array)}. */
    record QuantifiedArray(
            Expression operand, String operator, boolean all, Expression array, Position at)
            implements Expression {}

    record Like(
            Expression operand,
            Expression pattern,
            @Nullable Expression escape,
            LikeKind kind,
            boolean negated)
            implements Expression {}

    enum LikeKind {
        LIKE,
        ILIKE,
        SIMILAR,
        REGEXP
    }

    record Exists(Query query) implements Expression {}

    /** A query used as one value. */
    record Subquery(Query query) implements Expression {}

    /** {@code ARRAY(SELECT …)}. */
    record ArrayQuery(Query query) implements Expression {}

    record Case(@Nullable Expression operand, List<When> whens, @Nullable Expression otherwise)
            implements Expression {}

    record When(Expression condition, Expression result) {}

    record Cast(Expression operand, TypeName type) implements Expression {}

    /** A cast that yields null where it fails. */
    record TryCast(Expression operand, TypeName type) implements Expression {}

    /**
     * A function, aggregate or window function.
     *
     * @param path its name, possibly qualified
     * @param star for {@code count(*)}
     * @param orderBy inside the parentheses
     * @param withinGroup the ordering of {@code WITHIN GROUP}, empty without
     * @param ignoreNulls {@code IGNORE NULLS}
     */
    record Call(
            List<String> path,
            Quantity quantity,
            boolean star,
            List<Argument> arguments,
            List<OrderItem> orderBy,
            List<OrderItem> withinGroup,
            @Nullable Expression filter,
            @Nullable Window over,
            boolean ignoreNulls,
            Position at)
            implements Expression {
        /** One that takes nulls as they come. */
        public Call(
                List<String> path,
                Quantity quantity,
                boolean star,
                List<Argument> arguments,
                List<OrderItem> orderBy,
                List<OrderItem> withinGroup,
                @Nullable Expression filter,
                @Nullable Window over,
                Position at) {
            this(path, quantity, star, arguments, orderBy, withinGroup, filter, over, false, at);
        }

        public String name() {
            return path.getLast();
        }
    }

    enum Quantity {
        UNSTATED,
        ALL,
        DISTINCT
    }

    /** A function's argument, by name where {@code name} is given. */
    record Argument(@Nullable String name, boolean variadic, Expression value) {
        /** Names what stands behind {@code SEPARATOR}, after the ordering. */
        public static final String SEPARATOR = "separator";
    }

    /** A form with syntax of its own: {@code EXTRACT(… FROM …)}, {@code COALESCE(…)}. */
    record Form(FormKind kind, List<Expression> arguments, Position at) implements Expression {}

    /** The clock of the transaction; {@code precision} is -1 when none is written. */
    record Clock(String keyword, int precision, Position at) implements Expression {}

    record AtTimeZone(Expression operand, Expression zone) implements Expression {}

    record Collate(Expression operand, List<String> collation, Position at) implements Expression {}

    record ArrayLiteral(List<Expression> elements) implements Expression {}

    record Row(List<Expression> elements) implements Expression {}

    /** {@code a[1][2:3]}: all subscripts of one value. */
    record Subscript(Expression base, List<Index> indexes) implements Expression {}

    /** {@code [low]} or, as a slice, {@code [low:high:step]} with optional ends and step. */
    record Index(
            @Nullable Expression low,
            boolean slice,
            @Nullable Expression high,
            @Nullable Expression step) {
        /** Without a step. */
        public Index(@Nullable Expression low, boolean slice, @Nullable Expression high) {
            this(low, slice, high, null);
        }
    }

    /** {@code lambda x, y: body}: a function without a name, as an argument. */
    record Lambda(List<String> parameters, Expression body, Position at) implements Expression {}

    /** A share of all rows, as a limit. */
    record Percent(Expression share) implements Expression {}

    /**
     * A star with changes: columns left out, replaced or called something else. A select list holds
     * it as an item of its own, or, with {@code columns}, inside an expression that stands for one
     * item per column.
     *
     * @param pattern which columns, as a regular expression; null for all
     */
    record StarChanges(
            Star star,
            boolean columns,
            @Nullable String pattern,
            List<String> without,
            List<Replacement> replaced,
            List<Renaming> renamed)
            implements Expression {}

    /** {@code value AS column}. */
    record Replacement(Expression value, String column) {}

    record Renaming(String column, String name) {}

    /** {@code (row).*}: all fields, as so many result columns. */
    record AllFields(Expression base, Position at) implements Expression {}

    /** {@code (row).field}. */
    record Field(Expression base, String name, Position at) implements Expression {}

    /**
     * {@code JSON_OBJECT('a': 1)} and its like; only aggregates have an order, filter or window.
     */
    record JsonConstructor(
            Json.Construct construct,
            List<Json.Member> members,
            List<OrderItem> orderBy,
            Json.Nulls nulls,
            boolean uniqueKeys,
            Json.@Nullable Output output,
            @Nullable Expression filter,
            @Nullable Window over)
            implements Expression {}

    /** {@code JSON_ARRAY(SELECT …)}. */
    record JsonArrayQuery(Query query, Json.@Nullable Format format, Json.@Nullable Output output)
            implements Expression {}

    /** {@code JSON_VALUE(…, '$.a')} and its like. */
    record JsonSearch(
            Json.Lookup lookup,
            Json.Search search,
            Json.@Nullable Output output,
            Json.Handling handling)
            implements Expression {}

    /** {@code IS [NOT] JSON …}. */
    record IsJson(Expression operand, Json.Kind kind, boolean uniqueKeys, boolean negated)
            implements Expression {}
}
