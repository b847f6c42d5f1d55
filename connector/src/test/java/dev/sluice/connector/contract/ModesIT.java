package dev.sluice.connector.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.sluice.connector.Capacity;
import dev.sluice.connector.ConnectionMode;
import dev.sluice.connector.Database;
import dev.sluice.connector.Outcome;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** How long a physical connection lives, and what it keeps. */
@ParameterizedClass
@MethodSource("dev.sluice.connector.contract.Fixtures#all")
class ModesIT {
    @Parameter Fixture engine;

    private Database open(ConnectionMode mode) {
        assumeThat(engine.connector().capabilities().modes()).contains(mode);
        return engine.connector().open(engine.target(mode), Capacity.DEFAULT);
    }

    private static Set<String> backends(Database database, Fixture engine) {
        Set<String> backends = new HashSet<>();
        for (int i = 0; i < 5; i++) {
            backends.add(Cases.answer(database, engine.backend()).cell());
        }
        return backends;
    }

    @Test
    void singleUseTakesAnotherConnectionForEachQueryAndLeavesNone() throws Exception {
        try (Database database = open(ConnectionMode.SINGLE_USE)) {
            assertThat(backends(database, engine)).hasSize(5);
        }
        Cases.await(() -> engine.sessions().isEmpty());
    }

    @Test
    void freshTakesAnotherConnectionForEachQueryAndLeavesNone() throws Exception {
        try (Database database = open(ConnectionMode.FRESH)) {
            assertThat(backends(database, engine)).hasSize(5);
            Cases.await(() -> engine.sessions().isEmpty());
        }
    }

    @Test
    void pooledTakesTheSameConnectionAgain() throws Exception {
        try (Database database = open(ConnectionMode.POOLED)) {
            assertThat(backends(database, engine)).hasSize(1);
        }
        Cases.await(() -> engine.sessions().isEmpty());
    }

    @Test
    void pooledKeepsNoTraceOfAQueryForTheNext() {
        try (Database database = open(ConnectionMode.POOLED)) {
            assertThat(Cases.answer(database, engine.traces()).rows)
                    .containsExactly(engine.noTraces());
            for (String sql : engine.leavesTraces()) {
                Cases.run(database, sql, new Answer());
                assertThat(Cases.answer(database, engine.traces()).rows)
                        .as(sql)
                        .containsExactly(engine.noTraces());
            }
        }
    }

    @Test
    void opensAheadAndClosesAtOnceWhenDropped() throws Exception {
        Cases.await(() -> engine.sessions().isEmpty());
        Database database = open(ConnectionMode.SINGLE_USE);
        database.warm();
        Cases.await(() -> engine.sessions().size() == Capacity.DEFAULT.stock());
        database.close();
        Cases.await(() -> engine.sessions().isEmpty());
    }

    @Test
    void goesOnWithANewConnectionWhenTheIdleOnesAreDead() throws Exception {
        for (ConnectionMode mode : engine.connector().capabilities().modes()) {
            try (Database database = open(mode)) {
                database.warm();
                assertThat(Cases.answer(database, engine.one()).cell()).isEqualTo("1");
                engine.killSessions();
                Cases.await(() -> engine.sessions().size() < 3);

                assertThat(Cases.run(database, engine.one(), new Answer()))
                        .as("%s", mode)
                        .isInstanceOf(Outcome.Completed.class);
            }
        }
    }
}
