package dev.sluice.guard.parser;

import dev.sluice.guard.tree.Expression;
import dev.sluice.guard.tree.Position;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * SQL/XML's forms (PostgreSQL manual, "XML Functions"). All of them come out as calls of functions
 * that no list can hold, so that they are refused after the tables and columns in them.
 */
final class XmlForms {
    private final Cursor cursor;
    private final Types types;
    private final Expressions expressions;
    private final List<Expression.Argument> arguments = new ArrayList<>();

    private XmlForms(Cursor cursor, Types types, Expressions expressions) {
        this.cursor = cursor;
        this.types = types;
        this.expressions = expressions;
    }

    /** The form that starts with this word, which a bracket follows; null when it starts none. */
    static Expression.@Nullable Call read(
            String word, Position at, Cursor cursor, Types types, Expressions expressions) {
        return new XmlForms(cursor, types, expressions).form(word, at);
    }

    private Expression.@Nullable Call form(String word, Position at) {
        switch (word) {
            case "xmlelement" -> bracketed(this::element);
            case "xmlforest", "xmlconcat" -> bracketed(this::named);
            case "xmlparse" -> bracketed(this::parse);
            case "xmlpi" -> bracketed(this::instruction);
            case "xmlroot" -> bracketed(this::root);
            case "xmlserialize" -> bracketed(this::serialize);
            case "xmlexists" -> bracketed(this::exists);
            case "xmltable" -> bracketed(this::table);
            default -> {
                return null;
            }
        }
        return Calls.call(word, List.copyOf(arguments), at);
    }

    private void bracketed(Runnable content) {
        cursor.next();
        cursor.expectMark("(");
        content.run();
        cursor.expectMark(")");
    }

    private void value() {
        arguments.add(Calls.argument(expressions.parse()));
    }

    private void name() {
        cursor.expect("name");
        cursor.label();
    }

    private void element() {
        name();
        if (cursor.isPunctuation(",") && cursor.isWordAhead(1, "xmlattributes")) {
            cursor.next();
            bracketed(this::named);
        }
        while (cursor.acceptMark(",")) {
            value();
        }
    }

    /** Values, each possibly with a name. */
    private void named() {
        do {
            value();
            if (cursor.accept("as")) {
                cursor.label();
            }
        } while (cursor.acceptMark(","));
    }

    private void kind() {
        if (!cursor.accept("document")) {
            cursor.expect("content");
        }
    }

    private void parse() {
        kind();
        value();
        if (cursor.accept("preserve") || cursor.accept("strip")) {
            cursor.expect("whitespace");
        }
    }

    private void instruction() {
        name();
        if (cursor.acceptMark(",")) {
            value();
        }
    }

    private void root() {
        value();
        cursor.expectMark(",");
        cursor.expect("version");
        if (!cursor.accept("no", "value")) {
            value();
        }
        if (cursor.acceptMark(",")) {
            cursor.expect("standalone");
            if (!cursor.accept("yes")) {
                cursor.expect("no");
                cursor.accept("value");
            }
        }
    }

    private void serialize() {
        kind();
        value();
        cursor.expect("as");
        types.parse();
        if (!cursor.accept("no", "indent")) {
            cursor.accept("indent");
        }
    }

    private void exists() {
        value();
        cursor.expect("passing");
        mechanism();
        value();
        mechanism();
    }

    private void mechanism() {
        if (cursor.accept("by") && !cursor.accept("ref")) {
            cursor.expect("value");
        }
    }

    private void table() {
        if (cursor.isWord("xmlnamespaces")) {
            bracketed(this::namespaces);
            cursor.expectMark(",");
        }
        exists();
        cursor.expect("columns");
        do {
            column();
        } while (cursor.acceptMark(","));
    }

    private void namespaces() {
        do {
            boolean standard = cursor.accept("default");
            value();
            if (!standard) {
                cursor.expect("as");
                cursor.label();
            }
        } while (cursor.acceptMark(","));
    }

    private void column() {
        cursor.name();
        if (cursor.accept("for", "ordinality")) {
            return;
        }
        types.parse();
        while (cursor.isWord("default") || cursor.isWord("path")) {
            cursor.next();
            arguments.add(Calls.argument(expressions.parse(Level.OTHER)));
            nullable();
        }
        nullable();
    }

    private void nullable() {
        cursor.accept("not");
        cursor.accept("null");
    }
}
