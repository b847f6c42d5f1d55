package dev.sluice.server.api;

import dev.sluice.core.ReasonCode;
import dev.sluice.core.SluiceException;
import dev.sluice.core.TenantId;
import dev.sluice.server.access.Authentication.Authenticated;
import dev.sluice.server.access.RecentLogin;
import dev.sluice.server.identity.Account;
import dev.sluice.server.identity.Accounts;
import dev.sluice.server.identity.Actor;
import dev.sluice.server.identity.Erasure;
import dev.sluice.server.permission.Permission;
import dev.sluice.server.permission.Requires;
import dev.sluice.server.permission.Roles;
import java.io.IOException;
import java.util.Optional;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

/** What is kept about a person: to be had, and to be erased. */
@RestController
@Requires(Permission.PEOPLE)
public final class PrivacyController {
    private final Accounts accounts;
    private final Roles roles;
    private final AccountExports exports;
    private final Erasure erasure;

    public PrivacyController(
            Accounts accounts, Roles roles, AccountExports exports, Erasure erasure) {
        this.roles = roles;
        this.accounts = accounts;
        this.exports = exports;
        this.erasure = erasure;
    }

    /** The caller's own, as JSON lines. */
    @RecentLogin
    @GetMapping("/api/v1/account/export")
    @Requires(Permission.OWN_ACCOUNT)
    ResponseEntity<StreamingResponseBody> own(Authenticated caller) throws IOException {
        return exports.of(account(caller, caller.principal().user()), actor(caller));
    }

    @RecentLogin
    @GetMapping("/api/v1/admin/accounts/{id}/export")
    ResponseEntity<StreamingResponseBody> of(Authenticated caller, @PathVariable String id)
            throws IOException {
        Account account = account(caller, id);
        roles.require(caller.principal(), Permission.over(account.role()));
        return exports.of(account, actor(caller));
    }

    /** Ends the account and erases the person at once. */
    @DeleteMapping("/api/v1/admin/accounts/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void erase(Authenticated caller, @PathVariable String id) {
        TenantId tenant = caller.principal().tenant();
        Account account = account(caller, id);
        if (!erasure.erase(tenant, account.id(), actor(caller), roles.reach(caller.principal()))) {
            throw unknown();
        }
    }

    private Account account(Authenticated caller, String id) {
        return parsed(id)
                .flatMap(accounts::find)
                .filter(account -> account.tenant().equals(caller.principal().tenant()))
                .orElseThrow(PrivacyController::unknown);
    }

    private static Optional<UUID> parsed(String id) {
        try {
            return Optional.of(UUID.fromString(id));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Actor actor(Authenticated caller) {
        return new Actor(caller.principal().user());
    }

    private static SluiceException unknown() {
        return new SluiceException(ReasonCode.NOT_FOUND, "There is no such account.");
    }
}
