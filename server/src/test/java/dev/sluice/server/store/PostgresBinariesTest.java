package dev.sluice.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostgresBinariesTest {
    @ParameterizedTest
    @CsvSource({
        "linux, amd64, postgres-linux-x86_64",
        "linux, aarch64, postgres-linux-arm_64",
        "mac os x, aarch64, postgres-darwin-arm_64",
        "mac os x, x86_64, postgres-darwin-x86_64",
        "linux, riscv64, postgres-linux-riscv64"
    })
    void namesTheArchiveOfAPlatform(String os, String arch, String start) {
        assertThat(PostgresBinaries.names(os, arch))
                .isNotEmpty()
                .allMatch(name -> name.startsWith(start) && name.endsWith(".txz"));
    }

    @Test
    void knowsTheProgramsOfOneStoreFromThoseOfAnother() {
        Path store = Path.of("/var/lib/sluice/store");
        assertThat(PostgresBinaries.isFrom(store, "/var/lib/sluice/store/bin-1a2b/bin/postgres"))
                .isTrue();
        assertThat(PostgresBinaries.isFrom(store, "/var/lib/sluice2/store/bin-1a2b/bin/postgres"))
                .isFalse();
        assertThat(PostgresBinaries.isFrom(store, "/usr/bin/postgres")).isFalse();
    }
}
