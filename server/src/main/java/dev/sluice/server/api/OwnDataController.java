package dev.sluice.server.api;

import dev.sluice.server.access.RecentLogin;
import dev.sluice.server.identity.Account;
import dev.sluice.server.identity.Accounts;
import dev.sluice.server.identity.Actor;
import dev.sluice.server.session.SignedIn;
import dev.sluice.server.signin.Continuation;
import java.io.IOException;
import java.net.URI;
import java.time.InstantSource;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

/**
 * What is kept about the person who is signed in, whatever their role: a page's download, because
 * no program that acts for them is to have it for the scope of queries.
 */
@RestController
public final class OwnDataController {
    private static final String ACCOUNT = "/account";

    private final Accounts accounts;
    private final AccountExports exports;
    private final InstantSource clock;

    public OwnDataController(Accounts accounts, AccountExports exports, InstantSource clock) {
        this.accounts = accounts;
        this.exports = exports;
        this.clock = clock;
    }

    /** The page security lets nobody in who is not signed in. */
    @GetMapping(ACCOUNT + "/data")
    ResponseEntity<StreamingResponseBody> own(@AuthenticationPrincipal SignedIn person)
            throws IOException {
        Optional<Account> account = accounts.find(person.account()).filter(it -> !it.disabled());
        boolean recent = person.provenWithin(RecentLogin.AGE_MAX, clock.instant());
        if (account.isEmpty() || !recent) {
            return ResponseEntity.status(HttpStatus.SEE_OTHER)
                    .location(URI.create(Continuation.signIn(ACCOUNT, null)))
                    .build();
        }
        return exports.of(account.get(), Actor.account(person.account()));
    }
}
