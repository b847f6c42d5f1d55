package dev.sluice.guard.emit;

import dev.sluice.guard.dialect.Trait;
import dev.sluice.guard.tree.Expression;
import dev.sluice.guard.tree.TypeName;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Writes types, and the literals that start with one. */
final class TypeEmitter {
    private static final Set<String> ZONED = Set.of("timetz", "timestamptz");

    private final Output out;

    TypeEmitter(Output out) {
        this.out = out;
    }

    void literal(Expression.TypedLiteral literal) {
        String fields = literal.type().interval();
        out.raw(fields == null ? literal.type().name().toUpperCase(Locale.ROOT) : "INTERVAL");
        out.raw(" ").textLiteral(literal.value());
        if (fields != null) {
            out.raw(" ").raw(fields.toUpperCase(Locale.ROOT));
        }
    }

    void type(TypeName type) {
        if (out.dialect().has(Trait.PARAMETERIZED_TYPES)) {
            parameterized(type);
            return;
        }
        if (type.interval() != null) {
            out.raw("interval");
            out.raw(type.interval().isEmpty() ? "" : " ").raw(type.interval());
        } else if (type.parts().isEmpty()) {
            builtIn(type.path());
        } else {
            parts(type);
            return;
        }
        for (int i = 0; i < type.modifiers().size(); i++) {
            out.raw(i == 0 ? "(" : ", ").raw(type.modifiers().get(i));
        }
        out.raw(type.modifiers().isEmpty() ? "" : ")");
        for (int i = 0; i < type.dimensions(); i++) {
            out.raw("[]");
        }
    }

    /** Types that take types, whose names are words; a zone stands behind the precision. */
    private void parameterized(TypeName type) {
        boolean zoned = ZONED.contains(type.name());
        out.raw(zoned ? type.name().substring(0, type.name().length() - 2) : type.name());
        String separator = "(";
        for (int modifier : type.modifiers()) {
            out.raw(separator).raw(modifier);
            separator = ", ";
        }
        for (TypeName.Part part : type.parts()) {
            out.raw(separator);
            if (part.name() != null) {
                out.name(part.name()).raw(" ");
            }
            type(part.type());
            separator = ", ";
        }
        out.raw(separator.equals("(") ? "" : ")").raw(zoned ? " WITH TIME ZONE" : "");
    }

    /** Structs, unions and maps name what they hold in brackets, arrays before their size. */
    private void parts(TypeName type) {
        boolean array = type.path().equals(List.of("array"));
        out.raw(array ? "" : type.name().toUpperCase(Locale.ROOT)).raw(array ? "" : "(");
        for (int i = 0; i < type.parts().size(); i++) {
            TypeName.Part part = type.parts().get(i);
            out.raw(i == 0 ? "" : ", ");
            if (part.name() != null) {
                out.name(part.name()).raw(" ");
            }
            type(part.type());
        }
        out.raw(array ? "[" + type.modifiers().getFirst() + "]" : ")");
        for (int i = 0; i < type.dimensions(); i++) {
            out.raw("[]");
        }
    }

    /** A function or type: a word where quotes would make it somebody else's. */
    Output builtIn(List<String> path) {
        return out.dialect().has(Trait.BUILT_INS_UNQUOTED) && path.size() == 1
                ? out.raw(path.getFirst())
                : out.path(path);
    }
}
