package dev.sluice.guard.emit;

import dev.sluice.guard.dialect.Trait;
import dev.sluice.guard.tree.Expression;
import dev.sluice.guard.tree.FormKind;
import java.util.List;
import java.util.Locale;

/** Writes the expressions that look like functions and have a grammar of their own. */
final class FormEmitter {
    private final Output out;
    private final ExpressionEmitter expressions;

    FormEmitter(Output out, ExpressionEmitter expressions) {
        this.out = out;
        this.expressions = expressions;
    }

    void form(Expression.Form form) {
        List<Expression> arguments = form.arguments();
        switch (form.kind()) {
            case COALESCE, NULLIF, GREATEST, LEAST, GROUPING, TRY -> words(form, ", ");
            case EXTRACT -> {
                out.raw("EXTRACT(");
                field(field(arguments.getFirst()));
                out.raw(" FROM ");
                expressions.expression(arguments.getLast());
                out.raw(")");
            }
            case SUBSTRING_FROM -> words(form, " FROM ");
            case SUBSTRING_FROM_FOR -> words(form, " FROM ", " FOR ");
            case SUBSTRING_FOR -> words(form, " FOR ");
            case SUBSTRING_SIMILAR -> words(form, " SIMILAR ", " ESCAPE ");
            case POSITION -> words(form, " IN ");
            case OVERLAY_FROM -> words(form, " PLACING ", " FROM ");
            case OVERLAY_FROM_FOR -> words(form, " PLACING ", " FROM ", " FOR ");
            case TRIM_BOTH, TRIM_LEADING, TRIM_TRAILING -> trim(form.kind(), arguments);
            case OVERLAPS ->
                    expressions.binary(arguments.getFirst(), " OVERLAPS ", arguments.getLast());
            case INTERVAL, TIMESTAMP_ADD, TIMESTAMP_DIFF, DATE_LITERAL, CONVERT_USING, MEMBER_OF ->
                    wordForm(form.kind(), arguments);
        }
    }

    private void field(String name) {
        if (out.dialect().has(Trait.BUILT_INS_UNQUOTED)) {
            out.raw(upper(name));
        } else {
            out.name(name);
        }
    }

    private static String upper(String word) {
        return word.toUpperCase(Locale.ROOT);
    }

    /** Forms that write units, types and the like as words, which a shape keeps. */
    private void wordForm(FormKind kind, List<Expression> arguments) {
        Expression first = arguments.getFirst();
        Expression last = arguments.getLast();
        switch (kind) {
            case INTERVAL -> {
                out.raw("INTERVAL ");
                expressions.expression(first);
                out.raw(" ").raw(upper(field(last)));
            }
            case DATE_LITERAL -> {
                out.raw(upper(field(first))).raw(" ");
                expressions.expression(last);
            }
            case CONVERT_USING -> {
                out.raw("CONVERT(");
                expressions.expression(first);
                out.raw(" USING ").raw(field(last)).raw(")");
            }
            case MEMBER_OF -> {
                out.raw("(");
                expressions.expression(first);
                out.raw(" MEMBER OF (");
                expressions.expression(last);
                out.raw("))");
            }
            default -> {
                out.raw(upper(kind.columnName())).raw("(").raw(upper(field(first))).raw(", ");
                expressions.expression(arguments.get(1));
                out.raw(", ");
                expressions.expression(last);
                out.raw(")");
            }
        }
    }

    private static String field(Expression field) {
        if (field instanceof Expression.TextLiteral(String name)) {
            return name;
        }
        throw new IllegalStateException("a field is a name");
    }

    /** The arguments with these words between them, the last one repeated. */
    private void words(Expression.Form form, String... between) {
        out.raw(form.kind().columnName().toUpperCase(Locale.ROOT)).raw("(");
        for (int i = 0; i < form.arguments().size(); i++) {
            out.raw(i == 0 ? "" : between[Math.min(i, between.length) - 1]);
            expressions.expression(form.arguments().get(i));
        }
        out.raw(")");
    }

    private void trim(FormKind kind, List<Expression> arguments) {
        out.raw(
                switch (kind) {
                    case TRIM_LEADING -> "TRIM(LEADING ";
                    case TRIM_TRAILING -> "TRIM(TRAILING ";
                    default -> "TRIM(BOTH ";
                });
        if (arguments.size() > 1) {
            expressions.expression(arguments.getLast());
            out.raw(" ");
        }
        out.raw("FROM ");
        expressions.expression(arguments.getFirst());
        out.raw(")");
    }
}
