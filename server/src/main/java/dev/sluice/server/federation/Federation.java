package dev.sluice.server.federation;

import dev.sluice.server.access.PublicUrl;
import dev.sluice.server.identity.Accounts;
import dev.sluice.server.identity.ExternalStanding;
import dev.sluice.server.identity.Invitations;
import dev.sluice.server.identity.Ledger;
import dev.sluice.server.identity.Members;
import dev.sluice.server.identity.Sealer;
import dev.sluice.server.limit.CredentialLimits;
import dev.sluice.server.session.SessionNotes;
import dev.sluice.server.signin.SignIns;
import dev.sluice.server.signin.Vouching;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;

/** Everything about identity providers, built over one store. */
public final class Federation {
    private final IdentityProviders providers;
    private final ExternalIdentities identities;
    private final Issuers issuers;
    private final IdTokens tokens;
    private final TokenEndpoint endpoint;

    /** The people and invitations that identity providers have a say in. */
    public record People(
            Accounts accounts, Members members, Invitations invitations, Ledger ledger) {}

    /**
     * The data source's search path is the deployment's schema.
     *
     * @param trusted see {@link IssuerWeb}
     */
    public Federation(
            DataSource source,
            Sealer sealer,
            People people,
            Set<String> trusted,
            InstantSource clock) {
        IssuerWeb web = new IssuerWeb(trusted);
        this.providers =
                new IdentityProviders(source, sealer, people.ledger(), people.members(), clock);
        this.identities =
                new ExternalIdentities(
                        source,
                        sealer,
                        people.accounts(),
                        people.members(),
                        people.invitations(),
                        clock);
        this.issuers = new Issuers(web, clock);
        this.tokens = new IdTokens(issuers, clock);
        this.endpoint = new TokenEndpoint(web, providers);
    }

    public IdentityProviders providers() {
        return providers;
    }

    /** Asked before a program's refresh token is taken. */
    public ExternalStanding standing() {
        return new IssuerStanding(identities, providers, issuers, endpoint, tokens);
    }

    /** Asked before a proof of identity becomes a session. */
    public Vouching vouching() {
        return providers::admits;
    }

    /** The pages. */
    public FederationController pages(
            PublicUrl url, SessionNotes notes, SignIns signIns, CredentialLimits limits) {
        return new FederationController(
                providers,
                new ExternalSignIn(url, notes, issuers, endpoint, tokens, identities),
                signIns,
                limits);
    }

    /**
     * Why the issuer cannot be used, read from what it says of itself; empty when it can.
     *
     * @return ends the sentence "It cannot be used:"
     */
    public Optional<String> objection(IdentityProvider provider) {
        try {
            issuers.read(provider.registration().issuer());
            return Optional.empty();
        } catch (Refusal e) {
            return Optional.of(e.reason());
        }
    }

    /** The address to register at the issuer. */
    public static String redirectUri(PublicUrl url, IdentityProvider provider) {
        return ExternalSignIn.redirectUri(url, provider);
    }
}
