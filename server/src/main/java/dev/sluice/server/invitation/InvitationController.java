package dev.sluice.server.invitation;

import dev.sluice.core.ReasonCode;
import dev.sluice.core.Secret;
import dev.sluice.core.SluiceException;
import dev.sluice.core.TenantId;
import dev.sluice.server.identity.Invitations;
import dev.sluice.server.identity.Invitations.Invitation;
import dev.sluice.server.limit.CredentialLimits;
import dev.sluice.server.limit.RetryAfter;
import dev.sluice.server.signin.OtherWays;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** The page behind a one-time link, which makes the account of whoever was invited. */
@Controller
public final class InvitationController {
    private static final String PATH = "/invitation/{token}";

    private final Invitations invitations;
    private final OtherWays others;
    private final CredentialLimits limits;

    public InvitationController(
            Invitations invitations, OtherWays others, CredentialLimits limits) {
        this.invitations = invitations;
        this.others = others;
        this.limits = limits;
    }

    @GetMapping(PATH)
    ModelAndView form(@PathVariable String token) {
        return page(token, open(token), "");
    }

    @PostMapping(PATH)
    ModelAndView accept(
            @PathVariable String token,
            @RequestParam(defaultValue = "") String password,
            HttpServletRequest request,
            HttpServletResponse response) {
        requireTries(request, response);
        Invitation invitation = open(token);
        if (others.areTheOnlyWay(invitation.tenant())) {
            throw gone(); // no form of ours is without a field for the password
        }
        try (Secret secret = Secret.takingOver(password.toCharArray())) {
            return invitations.accept(token, secret).isPresent()
                    ? new ModelAndView("redirect:" + signIn(invitation.tenant()))
                    : page(token, open(token), "");
        } catch (SluiceException e) {
            if (e.code() != ReasonCode.INVALID_ARGUMENT) {
                throw e;
            }
            response.setStatus(e.code().httpStatus());
            return page(token, invitation, String.valueOf(e.getMessage()));
        }
    }

    private void requireTries(HttpServletRequest request, HttpServletResponse response) {
        Optional<Duration> wait = limits.setUp(request);
        if (wait.isPresent()) {
            RetryAfter.set(response, wait.get());
            throw new SluiceException(
                    ReasonCode.RATE_LIMITED,
                    "Too many attempts. Try again in "
                            + RetryAfter.seconds(wait.get())
                            + " seconds.");
        }
    }

    private static String signIn(TenantId tenant) {
        return "/signin?tenant=" + tenant + "&created";
    }

    private ModelAndView page(String token, Invitation invitation, String problem) {
        return new ModelAndView(
                "invitation",
                Map.of(
                        "email", invitation.email().value(),
                        "tenant", invitation.tenant().value(),
                        "role", invitation.role().label(),
                        "passwords", !others.areTheOnlyWay(invitation.tenant()),
                        "others", others.ofInvited(invitation.tenant(), token),
                        "problem", problem));
    }

    private Invitation open(String token) {
        return invitations.find(token).orElseThrow(InvitationController::gone);
    }

    private static SluiceException gone() {
        return new SluiceException(
                ReasonCode.NOT_FOUND,
                "This invitation is not valid: it was used, withdrawn, has expired after 7 days, or"
                        + " is incomplete.");
    }
}
