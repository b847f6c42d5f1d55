package dev.sluice.server.federation;

import dev.sluice.core.Secret;
import dev.sluice.server.federation.ExternalIdentities.Due;
import dev.sluice.server.federation.ExternalIdentities.Outcome;
import dev.sluice.server.federation.IdTokens.Claims;
import dev.sluice.server.federation.IdTokens.Expected;
import dev.sluice.server.federation.TokenEndpoint.Exchanged;
import dev.sluice.server.identity.ExternalStanding;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the issuer about somebody whenever a program refreshes its token for them, with the refresh
 * token that the issuer gave us (OpenID Connect Core 1.0 section 12).
 */
final class IssuerStanding implements ExternalStanding {
    private static final Logger LOG = LoggerFactory.getLogger(IssuerStanding.class);

    private final ExternalIdentities identities;
    private final IdentityProviders providers;
    private final Issuers issuers;
    private final TokenEndpoint endpoint;
    private final IdTokens tokens;

    IssuerStanding(
            ExternalIdentities identities,
            IdentityProviders providers,
            Issuers issuers,
            TokenEndpoint endpoint,
            IdTokens tokens) {
        this.identities = identities;
        this.providers = providers;
        this.issuers = issuers;
        this.endpoint = endpoint;
        this.tokens = tokens;
    }

    @Override
    public Verdict of(UUID account) {
        if (identities.ended(account)) {
            return Verdict.ENDED;
        }
        Verdict verdict = Verdict.STANDS;
        Optional<Due> due = identities.due(account, providers);
        while (verdict == Verdict.STANDS && due.isPresent()) {
            verdict = ask(due.get());
            due = verdict == Verdict.STANDS ? identities.due(account, providers) : Optional.empty();
        }
        return verdict;
    }

    private Verdict ask(Due due) {
        try (Secret refresh = due.refresh()) {
            Issuer issuer = issuers.read(due.provider().registration().issuer());
            return switch (endpoint.refresh(issuer, due.provider(), refresh)) {
                case Exchanged.Tokens answer -> confirmed(issuer, due, answer);
                case Exchanged.Ended _ -> ended(due, "the issuer ended the person's session");
                case Exchanged.Unanswered _ -> unanswered(due, "the issuer did not answer");
            };
        } catch (Refusal e) {
            return unanswered(due, e.reason());
        }
    }

    private Verdict confirmed(Issuer issuer, Due due, Exchanged.Tokens answer) throws Refusal {
        Optional<Secret> next = answer.refresh();
        try {
            if (answer.idToken().isEmpty()) {
                next.ifPresent(token -> identities.renew(due.link(), token));
                return Verdict.STANDS;
            }
            Claims claims =
                    tokens.check(
                            answer.idToken().get(), new Expected(issuer, due.provider(), null));
            if (!claims.subject().equals(due.link().subject())) {
                throw new Refusal("the issuer speaks of somebody else");
            }
            return switch (identities.confirm(due.provider(), claims, due.link(), next)) {
                case Outcome.Admitted _ -> Verdict.STANDS;
                case Outcome.Turned turned -> ended(due, turned.reason());
            };
        } finally {
            next.ifPresent(Secret::close);
        }
    }

    private Verdict ended(Due due, String reason) {
        log(due, reason);
        identities.end(due.provider(), due.link());
        return Verdict.ENDED;
    }

    private Verdict unanswered(Due due, String reason) {
        log(due, reason);
        identities.stillDue(due.link());
        return Verdict.UNKNOWN;
    }

    private static void log(Due due, String reason) {
        LOG.atWarn()
                .addKeyValue("tenant", due.provider().tenant())
                .addKeyValue("provider", due.provider().name())
                .addKeyValue("account", due.link().account())
                .addKeyValue("reason", reason)
                .log("An issuer does not confirm somebody");
    }
}
