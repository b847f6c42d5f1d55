package dev.sluice.server.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.TenantId;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

class CredentialLimitsTest {
    private static final TenantId ACME = new TenantId("acme");
    private static final TenantId GLOBEX = new TenantId("globex");

    private final CredentialLimits limits =
            new CredentialLimits(RateLimits.DEFAULT, InstantSource.fixed(Instant.EPOCH));
    private int peers;

    @Test
    void anotherTenantsAccountOfTheSameAddressFillsNoBucket() {
        for (int i = 0; i < RateLimits.DEFAULT.signInsPerAccount().burst(); i++) {
            assertThat(limits.signIn(anywhere(), ACME, "Ana@example.org")).isEmpty();
        }
        assertThat(limits.signIn(anywhere(), ACME, "ana@example.org")).isPresent();
        assertThat(limits.signIn(anywhere(), GLOBEX, "ana@example.org")).isEmpty();

        limits.signedIn(GLOBEX, "ana@example.org");
        assertThat(limits.signIn(anywhere(), ACME, "ana@example.org")).isPresent();
        limits.signedIn(ACME, "ana@example.org");
        assertThat(limits.signIn(anywhere(), ACME, "ana@example.org")).isEmpty();
    }

    /** A request from an address that nothing came from before. */
    private HttpServletRequest anywhere() {
        String address = "192.0.2." + ++peers;
        return (HttpServletRequest)
                Proxy.newProxyInstance(
                        getClass().getClassLoader(),
                        new Class<?>[] {HttpServletRequest.class},
                        (_, method, _) ->
                                method.getName().equals("getRemoteAddr") ? address : null);
    }
}
