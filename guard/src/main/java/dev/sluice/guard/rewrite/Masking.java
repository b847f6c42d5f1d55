package dev.sluice.guard.rewrite;

import dev.sluice.core.Mask;
import dev.sluice.guard.tree.Expression;
import java.util.Optional;

/**
 * Masks in one dialect's expressions. Each dialect that is to have masks supplies one of these in
 * {@link #of}; every expression has to be total, so that no value makes it fail, and has to give
 * the same on every connection whatever its settings are.
 */
public interface Masking {
    /** The two parameters of a keyed hash, which no row filter can name. */
    String INNER_KEY = "mask key, inner";

    String OUTER_KEY = "mask key, outer";

    /** For the dialect of this name, empty when it has no masks. */
    static Optional<Masking> of(String dialect) {
        return dialect.equals("postgresql") ? Optional.of(new PostgresMasking()) : Optional.empty();
    }

    /**
     * What the column shows.
     *
     * @param column the column itself
     * @param type as the catalogue spells it
     */
    Expression masked(Mask mask, Expression column, String type);

    /** Why values of the type cannot be masked like this, for an administrator. */
    Optional<String> objection(Mask mask, String type);

    /** What the masked values are. */
    default TypeFamily family(Mask mask, String type) {
        return switch (mask) {
            case Mask.Hash _, Mask.KeyedHash _, Mask.Partial _ -> TypeFamily.TEXT;
            case Mask.Null _, Mask.TruncateDate _ -> TypeFamily.of(type);
        };
    }
}
