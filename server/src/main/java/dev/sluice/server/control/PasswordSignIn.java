package dev.sluice.server.control;

import dev.sluice.core.Secret;
import dev.sluice.server.identity.Account;
import dev.sluice.server.identity.Accounts;
import java.util.List;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

/** Signs accounts in by e-mail address and password; every refusal looks the same. */
final class PasswordSignIn implements AuthenticationProvider {
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
            Account account =
                    accounts.verify(email, password)
                            .orElseThrow(() -> new BadCredentialsException("refused"));
            limits.signedIn(email);
            return UsernamePasswordAuthenticationToken.authenticated(
                    new SignedIn(account.id(), account.tenant(), account.email().value()),
                    null,
                    List.of(new SimpleGrantedAuthority("ROLE_" + account.role().name())));
        }
    }

    @Override
    public boolean supports(Class<?> attempt) {
        return attempt == UsernamePasswordAuthenticationToken.class;
    }
}
