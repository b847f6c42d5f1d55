package dev.sluice.server.api;

import dev.sluice.core.Principal;
import dev.sluice.core.ReasonCode;
import dev.sluice.core.Secret;
import dev.sluice.core.SluiceException;
import dev.sluice.server.access.Authentication.Authenticated;
import dev.sluice.server.access.PublicUrl;
import dev.sluice.server.identity.Account;
import dev.sluice.server.identity.Actor;
import dev.sluice.server.identity.EmailAddress;
import dev.sluice.server.identity.Invitations;
import dev.sluice.server.identity.Invitations.Invitation;
import dev.sluice.server.permission.Permission;
import dev.sluice.server.permission.Requires;
import dev.sluice.server.permission.Roles;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code /api/v1/admin/invitations}. Sluice sends no mail: the link is in the answer, once, for
 * whoever invites to pass on.
 */
@RestController
@Requires(Permission.PEOPLE)
public final class InvitationsController {
    private final Invitations invitations;
    private final Roles roles;
    private final PublicUrl url;

    public InvitationsController(Invitations invitations, Roles roles, PublicUrl url) {
        this.invitations = invitations;
        this.roles = roles;
        this.url = url;
    }

    /** Whom to invite. */
    record Wanted(@Nullable String email, @Nullable String role) {}

    /** An open invitation. */
    record Shown(UUID id, String email, String role, Instant expiresAt) {
        static Shown of(Invitation invitation) {
            return new Shown(
                    invitation.id(),
                    invitation.email().value(),
                    invitation.role().label(),
                    invitation.expiresAt());
        }
    }

    /** A new one, with the link that takes it up. */
    record Created(UUID id, String email, String role, Instant expiresAt, String link) {}

    @GetMapping("/api/v1/admin/invitations")
    Map<String, List<Shown>> list(Authenticated caller) {
        return Map.of(
                "invitations",
                invitations.list(caller.principal().tenant()).stream().map(Shown::of).toList());
    }

    @PostMapping("/api/v1/admin/invitations")
    @ResponseStatus(HttpStatus.CREATED)
    Created invite(Authenticated caller, @RequestBody Wanted wanted) {
        Principal principal = caller.principal();
        if (wanted.email() == null || wanted.role() == null) {
            throw new SluiceException(
                    ReasonCode.INVALID_ARGUMENT,
                    "An invitation names an email and a role.",
                    Map.of("argument", wanted.email() == null ? "email" : "role"));
        }
        Account.Role role = AccountsController.role(wanted.role());
        roles.require(principal, Permission.over(role));
        Invitations.Created created =
                invitations.create(
                        principal.tenant(),
                        EmailAddress.require(wanted.email()),
                        role,
                        new Actor(principal.user()),
                        roles.reach(principal));
        Invitation invitation = created.invitation();
        try (Secret token = created.token()) {
            return new Created(
                    invitation.id(),
                    invitation.email().value(),
                    invitation.role().label(),
                    invitation.expiresAt(),
                    url.issuer()
                            + "/invitation/"
                            + new String(token.reveal(), StandardCharsets.US_ASCII));
        }
    }

    @DeleteMapping("/api/v1/admin/invitations/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void withdraw(Authenticated caller, @PathVariable("id") String id) {
        Principal principal = caller.principal();
        boolean done =
                Ids.parse(id)
                        .map(known ->
                                invitations.withdraw(
                                        principal.tenant(),
                                        known,
                                        new Actor(principal.user()),
                                        roles.reach(principal)))
                        .orElse(false);
        if (!done) {
            throw new SluiceException(
                    ReasonCode.NOT_FOUND, "There is no open invitation of this id.");
        }
    }
}
