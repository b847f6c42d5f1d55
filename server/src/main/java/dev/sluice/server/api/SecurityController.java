package dev.sluice.server.api;

import dev.sluice.core.ReasonCode;
import dev.sluice.core.SluiceException;
import dev.sluice.server.access.Authentication.Authenticated;
import dev.sluice.server.factor.SecondFactorPolicy;
import dev.sluice.server.identity.Account;
import dev.sluice.server.identity.Accounts;
import dev.sluice.server.identity.Actor;
import dev.sluice.server.permission.Permission;
import dev.sluice.server.permission.Requires;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/v1/admin/security}: how a tenant's people have to sign in. Owners change it. */
@RestController
@Requires(Permission.SECURITY)
public final class SecurityController {
    private static final String PATH = "/api/v1/admin/security";
    private static final String OPTIONAL = "optional";
    private static final String REQUIRED = "required";

    private final SecondFactorPolicy policy;
    private final Accounts accounts;

    public SecurityController(SecondFactorPolicy policy, Accounts accounts) {
        this.policy = policy;
        this.accounts = accounts;
    }

    /**
     * The settings.
     *
     * @param secondFactor {@code optional} or {@code required}
     */
    record Security(@Nullable String secondFactor) {}

    @GetMapping(PATH)
    Security show(Authenticated caller) {
        return shown(caller);
    }

    @PutMapping(PATH)
    Security change(Authenticated caller, @RequestBody Security wanted) {
        UUID owner = owner(caller);
        boolean required =
                switch (wanted.secondFactor()) {
                    case REQUIRED -> true;
                    case OPTIONAL -> false;
                    case null, default ->
                            throw new SluiceException(
                                    ReasonCode.INVALID_ARGUMENT,
                                    "second_factor is 'optional' or 'required'.",
                                    Map.of("argument", "second_factor"));
                };
        policy.set(caller.principal().tenant(), required, Actor.account(owner));
        return new Security(required ? REQUIRED : OPTIONAL);
    }

    private Security shown(Authenticated caller) {
        return new Security(policy.required(caller.principal().tenant()) ? REQUIRED : OPTIONAL);
    }

    private UUID owner(Authenticated caller) {
        String user = caller.principal().user();
        if (caller.principal().agent() == null && !user.equals(caller.principal().client())) {
            UUID id = UUID.fromString(user);
            if (accounts.find(id).filter(it -> it.role() == Account.Role.OWNER).isPresent()) {
                return id;
            }
        }
        throw new SluiceException(
                ReasonCode.INSUFFICIENT_SCOPE, "Only an owner of the tenant may change this.");
    }
}
