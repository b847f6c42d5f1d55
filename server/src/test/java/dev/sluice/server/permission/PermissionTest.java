package dev.sluice.server.permission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.server.identity.Account.Role;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PermissionTest {
    /** The role matrix, one line for each role, as a person would read it. */
    @ParameterizedTest
    @CsvSource({
        "OWNER, WHO_AM_I OWN_ACCOUNT STATUS CONNECTIONS POLICY LOGS CLIENTS PEOPLE OWNERS"
                + " CONNECTION_RISKS SECURITY TENANT",
        "ADMIN, WHO_AM_I OWN_ACCOUNT STATUS CONNECTIONS POLICY LOGS CLIENTS PEOPLE",
        "ANALYST, WHO_AM_I OWN_ACCOUNT STATUS",
        "VIEWER, WHO_AM_I OWN_ACCOUNT STATUS",
    })
    void eachRoleMayDoThisAndNothingElse(Role role, String permitted) {
        Set<String> may =
                Arrays.stream(Permission.values())
                        .filter(permission -> permission.includes(role))
                        .map(Permission::name)
                        .collect(Collectors.toSet());
        assertThat(may).isEqualTo(Set.of(permitted.split(" ", -1)));
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void onlyOwnersDecideWhoIsAnOwner(Role role) {
        assertThat(Permission.over(Role.OWNER).includes(role)).isEqualTo(role == Role.OWNER);
    }

    @Test
    void whoeverMayNotAdministerMayNotGiveThatScopeAwayEither() {
        for (Role role : Role.values()) {
            assertThat(role.grantable().contains("admin"))
                    .isEqualTo(Permission.CONNECTIONS.includes(role));
        }
    }
}
