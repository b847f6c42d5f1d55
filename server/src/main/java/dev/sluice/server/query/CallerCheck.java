package dev.sluice.server.query;

import dev.sluice.server.access.Authentication.Authenticated;
import dev.sluice.server.access.Authentication.Challenge;
import dev.sluice.server.access.Challenges;
import dev.sluice.server.access.TokenVerifier;
import dev.sluice.server.epoch.TenantEpochs;
import dev.sluice.server.tenant.Tenants;
import java.util.Optional;

/** Finds out whether a verified caller has changed since, and says what to answer then. */
public final class CallerCheck {
    private final Tenants tenants;
    private final TokenVerifier verifier;
    private final Challenges challenges;
    private final String scope;

    /**
     * @param scope the scope that the data plane asks for
     */
    public CallerCheck(
            Tenants tenants, TokenVerifier verifier, Challenges challenges, String scope) {
        this.tenants = tenants;
        this.verifier = verifier;
        this.challenges = challenges;
        this.scope = scope;
    }

    /**
     * Asks the store for the versions of the caller's token and account, and whether the tenant is
     * suspended. When one has changed, the token is forgotten, so that it is verified anew should
     * it come again.
     *
     * @return the challenge to answer with, empty when the caller is as it was
     */
    public Optional<Challenge> objection(Authenticated caller) {
        TenantEpochs epochs = tenants.of(caller.principal().tenant()).epochs();
        String token = TenantEpochs.token(caller.epochs().token());
        String account = TenantEpochs.account(caller.epochs().account());
        if (epochs.refresh(token) == caller.epochs().tokenVersion()
                && epochs.refresh(account) == caller.epochs().accountVersion()
                && epochs.refresh(TenantEpochs.SUSPENDED) == 0) {
            return Optional.empty();
        }
        verifier.invalidate(caller.epochs().token());
        return Optional.of(challenges.invalid(scope));
    }
}
