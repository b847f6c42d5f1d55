package dev.sluice.server.api;

import dev.sluice.core.ReasonCode;
import dev.sluice.core.SluiceException;
import dev.sluice.server.access.Authentication.Authenticated;
import dev.sluice.server.admin.AccountService;
import dev.sluice.server.identity.Account;
import dev.sluice.server.identity.Members;
import dev.sluice.server.permission.Permission;
import dev.sluice.server.permission.Requires;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/v1/admin/accounts}: the people of the caller's tenant. */
@RestController
@Requires(Permission.PEOPLE)
public final class AccountsController {
    private final AccountService accounts;

    public AccountsController(AccountService accounts) {
        this.accounts = accounts;
    }

    /** An account as it is shown. */
    record Shown(UUID id, String email, String role, boolean disabled) {
        static Shown of(Account account) {
            return new Shown(
                    account.id(),
                    account.email().value(),
                    account.role().label(),
                    account.disabled());
        }
    }

    /** What is to be changed; what is not named stays. */
    record Wanted(@Nullable String role, @Nullable Boolean disabled) {}

    @GetMapping("/api/v1/admin/accounts")
    Map<String, List<Shown>> list(Authenticated caller) {
        return Map.of(
                "accounts", accounts.list(caller.principal()).stream().map(Shown::of).toList());
    }

    @PatchMapping("/api/v1/admin/accounts/{id}")
    Shown change(Authenticated caller, @PathVariable("id") String id, @RequestBody Wanted wanted) {
        if (wanted.role() == null && wanted.disabled() == null) {
            throw invalid("role", "Name what is to be changed: role, disabled or both.");
        }
        Account.@Nullable Role role = wanted.role() == null ? null : role(wanted.role());
        return Shown.of(
                accounts.change(
                        caller.principal(), id(id), new Members.Wanted(role, wanted.disabled())));
    }

    static Account.Role role(String typed) {
        return Account.Role.parse(typed)
                .orElseThrow(() ->
                        invalid("role", "A role is one of owner, admin, analyst and viewer."));
    }

    /** What cannot be an id is that of nobody. */
    private static UUID id(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw new SluiceException(
                    ReasonCode.NOT_FOUND, "There is no account of this id.", Map.of());
        }
    }

    private static SluiceException invalid(String argument, String message) {
        return new SluiceException(
                ReasonCode.INVALID_ARGUMENT, message, Map.of("argument", argument));
    }
}
