package dev.sluice.server.control;

import dev.sluice.core.Secret;
import dev.sluice.server.identity.Account;
import dev.sluice.server.identity.Accounts;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

/** Signs accounts in by e-mail address and password; every refusal looks the same. */
final class PasswordSignIn implements AuthenticationProvider {
    private static final Logger LOG = LoggerFactory.getLogger(PasswordSignIn.class);

    private final Accounts accounts;
    private final CredentialLimits limits;

    PasswordSignIn(Accounts accounts, CredentialLimits limits) {
        this.accounts = accounts;
        this.limits = limits;
    }

    @Override
    public Authentication authenticate(Authentication attempt) {
        String email = attempt.getName();
        String typed = String.valueOf(attempt.getCredentials());
        try (Secret password = Secret.takingOver(typed.toCharArray())) {
            Account account = accounts.verify(email, password).orElseThrow(PasswordSignIn::refused);
            limits.signedIn(email);
            LOG.atInfo()
                    .addKeyValue("tenant", account.tenant())
                    .addKeyValue("account", account.id())
                    .log("Somebody signed in");
            return UsernamePasswordAuthenticationToken.authenticated(
                    new SignedIn(account.id(), account.tenant(), account.email().value()),
                    null,
                    List.of(new SimpleGrantedAuthority("ROLE_" + account.role().name())));
        }
    }

    /** The log does not say whose name was used: people type passwords there. */
    private static BadCredentialsException refused() {
        LOG.atWarn().log("A sign-in was refused");
        return new BadCredentialsException("refused");
    }

    @Override
    public boolean supports(Class<?> attempt) {
        return attempt == UsernamePasswordAuthenticationToken.class;
    }
}
