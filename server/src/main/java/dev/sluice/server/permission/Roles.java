package dev.sluice.server.permission;

import dev.sluice.core.Principal;
import dev.sluice.core.ReasonCode;
import dev.sluice.core.SluiceException;
import dev.sluice.server.identity.Account;
import dev.sluice.server.identity.Account.Role;
import dev.sluice.server.identity.Accounts;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;

/** The role that a caller has now, whatever it was when the token was issued. */
public final class Roles {
    private final Accounts accounts;

    public Roles(Accounts accounts) {
        this.accounts = accounts;
    }

    /**
     * The role, read from the store. A client that acts for itself administers as far as its scopes
     * say, but is no owner. An agent that acts for somebody has no role at all.
     */
    public Optional<Role> of(Principal caller) {
        if (caller.agent() != null) {
            return Optional.empty();
        }
        if (caller.user().equals(caller.client())) {
            return Optional.of(Role.ADMIN);
        }
        return id(caller.user())
                .flatMap(accounts::find)
                .filter(account -> account.tenant().equals(caller.tenant()) && !account.disabled())
                .map(Account::role);
    }

    /**
     * Refuses a caller whose role does not include the permission.
     *
     * @throws SluiceException {@code ROLE_FORBIDDEN}
     */
    public void require(Principal caller, Permission permission) {
        if (permission != Permission.WHO_AM_I
                && of(caller).filter(permission::includes).isEmpty()) {
            throw refusal();
        }
    }

    /**
     * Which roles' holders the caller administers.
     *
     * @throws SluiceException {@code ROLE_FORBIDDEN} for a caller without a role
     */
    public Predicate<Role> reach(Principal caller) {
        Role own = of(caller).orElseThrow(Roles::refusal);
        return role -> Permission.over(role).includes(own);
    }

    /** The refusal of somebody whose role does not reach so far. */
    public static SluiceException refusal() {
        return new SluiceException(
                ReasonCode.ROLE_FORBIDDEN, "The account's role does not include this.");
    }

    private static Optional<UUID> id(String user) {
        try {
            return Optional.of(UUID.fromString(user));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
