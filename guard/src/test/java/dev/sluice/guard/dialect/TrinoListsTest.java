package dev.sluice.guard.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import io.trino.sql.ReservedIdentifiers;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TrinoListsTest {
    private static final Dialect DIALECT = Dialect.named("trino").orElseThrow();

    @Test
    void reservesTheWordsThatTrinoReserves() {
        Set<String> reserved = new HashSet<>();
        for (String word : ReservedIdentifiers.reservedIdentifiers()) {
            reserved.add(word.toLowerCase(Locale.ROOT));
        }
        Set<String> ours = new HashSet<>(DIALECT.keywords().reserved());
        ours.addAll(DIALECT.keywords().typeOrFunction());

        assertThat(ours).containsExactlyInAnyOrderElementsOf(reserved);
    }

    @Test
    void listsNothingThatReadsMoreThanItsArguments() {
        assertThat(DIALECT.functions().keySet())
                .doesNotContain(
                        // the session and the cluster
                        "current_user",
                        "current_catalog",
                        "current_schema",
                        "current_groups",
                        "version",
                        // randomness
                        "random",
                        "rand",
                        "shuffle",
                        "uuid",
                        // failing on purpose
                        "fail",
                        // queries and tables
                        "query",
                        "exclude_columns",
                        "table_changes",
                        // models
                        "learn_classifier",
                        "classify");
    }
}
