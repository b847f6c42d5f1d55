package dev.sluice.guard;

import dev.sluice.core.Limits;
import dev.sluice.core.TableName;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.Stream;

/** Makes queries for tests of what happens after a decision, without one. */
public final class GuardedQueries {
    private GuardedQueries() {}

    public static GuardedQuery of(String sql, Limits limits, String... parameters) {
        return new GuardedQuery(
                sql,
                Stream.of(parameters).map(GuardedQuery.Parameter::new).toList(),
                limits,
                new LinkedHashSet<TableName>(),
                List.of());
    }
}
