package dev.sluice.guard.rewrite;

import dev.sluice.core.Mask;
import dev.sluice.guard.dialect.Dialect;
import dev.sluice.guard.dialect.MaskTexts;
import dev.sluice.guard.tree.Expression;
import dev.sluice.guard.tree.Position;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Masks in one dialect. What a dialect's list says has to give a value whatever it is applied to,
 * and the same on every connection whatever its settings are.
 *
 * @param texts as the dialect writes them
 */
public record Masking(String dialect, MaskTexts texts) {
    /** The parameters of a keyed hash, which no row filter can name. */
    public static final String INNER_KEY = "mask key, inner";

    public static final String OUTER_KEY = "mask key, outer";
    public static final String KEY = "mask key";

    private static final Set<TypeFamily> HASHED =
            Set.of(
                    TypeFamily.TEXT,
                    TypeFamily.INTEGER,
                    TypeFamily.NUMERIC,
                    TypeFamily.DATE,
                    TypeFamily.UUID);

    private static final Set<String> PADDED = Set.of("char", "bpchar", "character");

    /**
     * An expression in the dialect, and what its names stand for.
     *
     * @param values by name
     */
    public record Template(String text, Map<String, Expression> values) {
        public Template {
            values = Map.copyOf(values);
        }
    }

    public static Masking of(Dialect dialect) {
        return new Masking(dialect.name(), MaskTexts.of(dialect));
    }

    /** Why values of the type cannot be masked like this, for an administrator. */
    public Optional<String> objection(Mask mask, String type) {
        if (find(mask, type).isEmpty() && texts.texts().isEmpty()) {
            return Optional.of("masks are not available for " + dialect + ".");
        }
        return fits(mask, type)
                ? Optional.empty()
                : Optional.of(
                        "the mask '%s' does not fit a column of type %s; %s."
                                .formatted(mask.word(), type, wanted(mask)));
    }

    private boolean fits(Mask mask, String type) {
        TypeFamily family = plain(type);
        return switch (mask) {
            case Mask.Null _ -> true;
            case Mask.Hash _, Mask.KeyedHash _ ->
                    HASHED.contains(family)
                            && (family != TypeFamily.NUMERIC || type.indexOf('(') >= 0)
                            && texts.find("canonical", kind(type)).isPresent();
            case Mask.Partial _ -> family == TypeFamily.TEXT;
            case Mask.TruncateDate(Mask.Unit unit) ->
                    family == TypeFamily.TIMESTAMP
                            || (family == TypeFamily.DATE && unit != Mask.Unit.HOUR);
        };
    }

    private static String wanted(Mask mask) {
        return switch (mask) {
            case Mask.Null _ -> "it fits every type";
            case Mask.Hash _, Mask.KeyedHash _ ->
                    "it is for texts, whole numbers, decimal numbers with a declared scale, dates"
                            + " and uuid";
            case Mask.Partial _ -> "it is for texts";
            case Mask.TruncateDate _ -> "it is for dates and timestamps, and hours for the latter";
        };
    }

    /** What a value's own text is, of a type that is not masked by it the column itself. */
    public Template canonical(Expression column, String type) {
        Optional<String> zoned = texts.find("instant", kind(type));
        String text = zoned.or(() -> texts.find("canonical", kind(type))).orElse("col");
        return new Template(text, Map.of("col", column));
    }

    /**
     * What the column shows.
     *
     * @param canonical what {@link #canonical} stands for
     * @throws IllegalStateException where {@link #objection} has one
     */
    public Template masked(Mask mask, Expression column, Expression canonical, String type) {
        String text =
                find(mask, type)
                        .orElseThrow(() -> new IllegalStateException(dialect + ": " + mask.word()));
        boolean date = mask instanceof Mask.TruncateDate;
        Map<String, Expression> values = new HashMap<>();
        values.put("col", date && isInstant(type) ? canonical : column);
        values.put("canonical", canonical);
        values.put("inner_key", new Expression.Claim(INNER_KEY, Position.NONE));
        values.put("outer_key", new Expression.Claim(OUTER_KEY, Position.NONE));
        values.put("key_bytes", new Expression.Claim(KEY, Position.NONE));
        if (mask instanceof Mask.Partial(int first, int last)) {
            values.put("head", number(first));
            values.put("tail", number(last));
            values.put("enough", number(2 * (first + last)));
        }
        if (mask instanceof Mask.TruncateDate(Mask.Unit unit)) {
            values.put("unit", new Expression.TextLiteral(unit.word()));
        }
        return new Template(text, values);
    }

    /** What the masked values are. */
    public TypeFamily family(Mask mask, String type) {
        return switch (mask) {
            case Mask.Hash _, Mask.KeyedHash _, Mask.Partial _ -> TypeFamily.TEXT;
            case Mask.Null _, Mask.TruncateDate _ -> TypeFamily.of(type);
        };
    }

    private Optional<String> find(Mask mask, String type) {
        return switch (mask) {
            case Mask.TruncateDate(Mask.Unit unit) ->
                    texts.find(unit.word(), kind(type))
                            .or(() -> texts.find("truncate", kind(type)));
            default -> texts.find(mask.word(), kind(type));
        };
    }

    private boolean isInstant(String type) {
        return texts.find("instant", kind(type)).isPresent();
    }

    /** The word that the dialect's list knows the type by. */
    private String kind(String type) {
        String text = type.strip().toLowerCase(Locale.ROOT);
        String word = text.split("[^a-z0-9_]", 2)[0];
        TypeFamily family = plain(type);
        return switch (family) {
            case TEXT -> PADDED.contains(word) && !text.contains("varying") ? "char" : "text";
            case TIMESTAMP ->
                    texts.find("word", word)
                            .orElse(
                                    word.equals("timestamptz") || text.endsWith("with time zone")
                                            ? "timestamptz"
                                            : "timestamp");
            default -> family.name().toLowerCase(Locale.ROOT);
        };
    }

    /** However many digits or characters there may be. */
    private static TypeFamily plain(String type) {
        int open = type.indexOf('(');
        int close = type.indexOf(')', open + 1);
        return TypeFamily.of(
                open < 0 || close < 0 ? type : type.substring(0, open) + type.substring(close + 1));
    }

    private static Expression number(int value) {
        return new Expression.NumberLiteral(Integer.toString(value));
    }
}
