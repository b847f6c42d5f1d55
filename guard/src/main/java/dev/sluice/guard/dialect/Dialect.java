package dev.sluice.guard.dialect;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A database's SQL as far as the guard knows it. What is on no list is refused: an entry is there
 * because a person put it there.
 *
 * @param name as a policy file writes it
 * @param keywords which words mean something by themselves
 * @param functions by name, as the database spells it
 * @param operators by spelling
 * @param types from every spelling to the name that is emitted
 * @param collations that may be asked for
 */
public record Dialect(
        String name,
        Keywords keywords,
        Map<String, FunctionRule> functions,
        Set<String> operators,
        Map<String, String> types,
        Set<String> collations) {

    public Dialect {
        functions = Map.copyOf(functions);
        operators = Set.copyOf(operators);
        types = Map.copyOf(types);
        collations = Set.copyOf(collations);
    }

    public static final String POSTGRESQL = "postgresql";

    /** The dialect of this name, empty for one that is not known. */
    public static Optional<Dialect> named(String name) {
        return name.equals(POSTGRESQL) ? Optional.of(Lazy.POSTGRESQL) : Optional.empty();
    }

    public @Nullable FunctionRule function(String function) {
        return functions.get(function);
    }

    private static final class Lazy {
        static final Dialect POSTGRESQL = DialectFiles.read(Dialect.POSTGRESQL);
    }
}
