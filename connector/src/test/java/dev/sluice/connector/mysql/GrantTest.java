package dev.sluice.connector.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GrantTest {
    @Test
    void readsPrivilegesOnColumns() {
        Grant grant =
                Grant.of(
                        "GRANT SELECT (`a,b`, `c`), INSERT (`d`), UPDATE ON `my on db`.`t` TO"
                                + " `u ON x`@`%` WITH GRANT OPTION");

        assertThat(grant)
                .isEqualTo(
                        new Grant(
                                java.util.List.of("SELECT", "INSERT", "UPDATE"),
                                "`my on db`.`t`",
                                "`u ON x`@`%`",
                                true));
    }

    @Test
    void readsWhatCoversTheServer() {
        Grant grant =
                Grant.of(
                        "GRANT ALL PRIVILEGES ON *.* TO `root`@`localhost` IDENTIFIED VIA"
                                + " mysql_native_password USING '*2470C0' REQUIRE SSL");

        assertThat(grant.isEverywhere()).isTrue();
        assertThat(grant.passesOn()).isFalse();
        assertThat(grant.grantee()).isEqualTo("`root`@`localhost`");
    }

    @Test
    void readsRoles() {
        Grant grant = Grant.of("GRANT `editors`,`Readers`@`%` TO `u`@`%` WITH ADMIN OPTION");

        assertThat(grant.level()).isNull();
        assertThat(grant.privileges()).containsExactly("`editors`", "`Readers`@`%`");
        assertThat(grant.passesOn()).isTrue();
    }

    @Test
    void knowsADatabaseWithItsWildcardsEscaped() {
        assertThat(Grant.of("GRANT SELECT ON `my\\_db`.* TO `u`@`%`").isFor("my_db")).isTrue();
        assertThat(Grant.of("GRANT SELECT ON `my_db`.`t` TO `u`@`%`").isFor("my_db")).isTrue();
        assertThat(Grant.of("GRANT SELECT ON `my_db2`.* TO `u`@`%`").isFor("my_db")).isFalse();
        assertThat(Grant.of("GRANT SELECT ON *.* TO `u`@`%`").isFor("my_db")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "GRANT",
                "GRANT ",
                "GRANT SELECT ON `t",
                "SET DEFAULT ROLE `a` FOR `u`@`%`",
                "REVOKE SELECT ON `a`.* FROM `u`@`%`"
            })
    void passesOverOtherLines(String line) {
        assertThat(Grant.of(line)).isNull();
    }
}
