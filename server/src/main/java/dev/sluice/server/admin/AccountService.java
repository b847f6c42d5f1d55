package dev.sluice.server.admin;

import dev.sluice.core.Principal;
import dev.sluice.core.ReasonCode;
import dev.sluice.core.SluiceException;
import dev.sluice.server.identity.Account;
import dev.sluice.server.identity.Accounts;
import dev.sluice.server.identity.Actor;
import dev.sluice.server.identity.Members;
import dev.sluice.server.permission.Roles;
import java.util.List;
import java.util.UUID;

/** The people of the caller's own tenant. */
public final class AccountService {
    private final Accounts accounts;
    private final Members members;
    private final Roles roles;

    public AccountService(Accounts accounts, Members members, Roles roles) {
        this.accounts = accounts;
        this.members = members;
        this.roles = roles;
    }

    public List<Account> list(Principal caller) {
        return accounts.list(caller.tenant());
    }

    /**
     * Changes somebody's role, or whether they may come.
     *
     * @throws SluiceException {@code NOT_FOUND} for an account that is not the tenant's, and as
     *     {@link Members#change}
     */
    public Account change(Principal caller, UUID id, Members.Wanted wanted) {
        return members.change(
                        caller.tenant(), id, wanted, new Actor(caller.user()), roles.reach(caller))
                .orElseThrow(() ->
                        new SluiceException(
                                ReasonCode.NOT_FOUND, "There is no account of this id."));
    }
}
