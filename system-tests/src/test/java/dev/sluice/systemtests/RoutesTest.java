package dev.sluice.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RoutesTest {
    @Test
    void everyRouteIsOnTheList() {
        assertThat(Routes.ALL.stream().map(Routes.Route::request))
                .as("a new route wants a line in Routes, with the record that it leaves")
                .containsExactlyInAnyOrderElementsOf(Routes.declared());
    }
}
