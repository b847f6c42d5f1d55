package dev.sluice.server.account;

import dev.sluice.server.access.RecentLogin;
import dev.sluice.server.factor.SecondFactors;
import dev.sluice.server.identity.Account;
import dev.sluice.server.identity.Accounts;
import dev.sluice.server.identity.PersonGrants;
import dev.sluice.server.limit.CredentialLimits;
import dev.sluice.server.session.Sessions;
import dev.sluice.server.session.SignedIn;
import dev.sluice.server.signin.Continuation;
import java.time.InstantSource;
import java.util.Optional;
import org.springframework.web.servlet.ModelAndView;

/** What the account's pages work on. */
public record AccountParts(
        Accounts accounts,
        Sessions sessions,
        SecondFactors factors,
        PersonGrants grants,
        CredentialLimits limits,
        InstantSource clock) {
    static final String PATH = "/account";

    /** Empty for an account that went since the session was found. */
    Optional<Account> account(SignedIn person) {
        return accounts.find(person.account()).filter(it -> !it.disabled());
    }

    /** Whether the person proved to be themselves lately enough to change how they do so. */
    boolean recent(SignedIn person) {
        return person.provenWithin(RecentLogin.AGE_MAX, clock.instant());
    }

    static ModelAndView signInAgain() {
        return new ModelAndView("redirect:" + Continuation.signIn(PATH, null));
    }

    static ModelAndView back(String notice) {
        return new ModelAndView("redirect:" + PATH + "?" + notice);
    }
}
