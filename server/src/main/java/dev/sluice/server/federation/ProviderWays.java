package dev.sluice.server.federation;

import dev.sluice.core.TenantId;
import dev.sluice.server.signin.Continuation;
import dev.sluice.server.signin.OtherWays;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** The sign-in page's links to identity providers. */
public final class ProviderWays implements OtherWays {
    private final IdentityProviders providers;

    public ProviderWays(IdentityProviders providers) {
        this.providers = providers;
    }

    @Override
    public List<Way> of(TenantId tenant, Optional<Continuation> on) {
        return ways(
                tenant,
                on.map(page -> "?" + Continuation.PARAMETER + "=" + encoded(page.path()))
                        .orElse(""));
    }

    @Override
    public List<Way> ofInvited(TenantId tenant, String invitation) {
        return ways(tenant, "?" + FederationController.INVITATION + "=" + encoded(invitation));
    }

    @Override
    public boolean areTheOnlyWay(TenantId tenant) {
        return providers.areTheOnlyWay(tenant);
    }

    private List<Way> ways(TenantId tenant, String query) {
        return providers.list(tenant).stream()
                .map(provider ->
                        new Way(
                                provider.label(),
                                FederationController.BEGIN
                                        + tenant
                                        + "/"
                                        + provider.name()
                                        + query))
                .toList();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
