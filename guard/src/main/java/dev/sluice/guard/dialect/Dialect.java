package dev.sluice.guard.dialect;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A database's SQL as far as the guard knows it: a value, read from a folder of lists. What is on
 * no list is refused: an entry is there because a person put it there.
 *
 * @param name as a policy file writes it
 * @param traits what its grammar has
 * @param spelling how its texts are written
 * @param keywords which words mean something by themselves
 * @param functions by name, as the database spells it
 * @param macros by name: functions that are written out
 * @param operators by spelling
 * @param types from every spelling to the name that is emitted
 * @param collations that may be asked for
 */
public record Dialect(
        String name,
        Set<Trait> traits,
        Spelling spelling,
        Keywords keywords,
        Map<String, FunctionRule> functions,
        Map<String, Macro> macros,
        Set<String> operators,
        Map<String, String> types,
        Set<String> collations) {

    public Dialect {
        traits = Collections.unmodifiableSet(EnumSet.copyOf(traits)); // a bit per trait
        functions = Map.copyOf(functions);
        macros = Map.copyOf(macros);
        operators = Set.copyOf(operators);
        types = Map.copyOf(types);
        collations = Set.copyOf(collations);
    }

    /** The names of all dialects, as folders of lists beside this class. */
    public static final List<String> NAMES =
            List.of("postgresql", "mysql", "mariadb", "duckdb", "trino");

    /**
     * Dialects that no engine has judged: their texts can be read and written, but no policy may be
     * written for them.
     */
    public static final List<String> EXPERIMENTAL = List.of("redshift");

    private static final Map<String, Dialect> READ = new ConcurrentHashMap<>();

    /** The dialect of this name, empty for one that is not known. */
    public static Optional<Dialect> named(String name) {
        return NAMES.contains(name) ? Optional.of(read(name)) : Optional.empty();
    }

    /** The dialect of this name that is still experimental, empty for any other. */
    public static Optional<Dialect> experimental(String name) {
        return EXPERIMENTAL.contains(name) ? Optional.of(read(name)) : Optional.empty();
    }

    /** Two threads may both read it first; what they read is the same. */
    private static Dialect read(String name) {
        Dialect known = READ.get(name);
        if (known == null) {
            known = DialectFiles.read(name);
            READ.put(name, known);
        }
        return known;
    }

    public boolean has(Trait trait) {
        return traits.contains(trait);
    }

    /** What names are compared by: two names mean the same exactly when their keys are equal. */
    public String key(String identifier) {
        return has(Trait.CASE_IGNORED) ? identifier.toLowerCase(Locale.ROOT) : identifier;
    }

    public @Nullable Macro macro(String name) {
        return macros.get(key(name));
    }

    public @Nullable FunctionRule function(String function) {
        return functions.get(key(function));
    }
}
