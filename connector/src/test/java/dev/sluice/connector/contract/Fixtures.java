package dev.sluice.connector.contract;

import java.util.List;
import java.util.stream.Stream;

/** Every engine that passes the contract's cases, each started once. */
final class Fixtures {
    private static final List<Fixture> ALL =
            List.of(PostgresFixture.current(), PostgresFixture.old(), new MariaFixture());

    private Fixtures() {}

    static Stream<Fixture> all() {
        return ALL.stream();
    }
}
