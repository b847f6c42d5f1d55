package dev.sluice.server.federation;

import dev.sluice.core.ReasonCode;
import dev.sluice.core.SluiceException;
import dev.sluice.core.TenantId;
import dev.sluice.server.federation.ExternalSignIn.Purpose;
import dev.sluice.server.federation.ExternalSignIn.Returned;
import dev.sluice.server.federation.ExternalSignIn.Vouched;
import dev.sluice.server.identity.Methods;
import dev.sluice.server.limit.CredentialLimits;
import dev.sluice.server.limit.RetryAfter;
import dev.sluice.server.session.Visit;
import dev.sluice.server.signin.Continuation;
import dev.sluice.server.signin.SignIns;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.view.RedirectView;

/**
 * Sends browsers to an identity provider, and takes them back. Whatever goes wrong, the page says
 * the same: why somebody may not come is between them and their administrator, who has the log.
 */
@Controller
public final class FederationController {
    static final String BEGIN = "/signin/with/";
    static final String INVITATION = "invitation";

    private static final Logger LOG = LoggerFactory.getLogger(FederationController.class);
    private static final int INVITATION_CHARACTERS_MAX = 64;

    private final IdentityProviders providers;
    private final ExternalSignIn external;
    private final SignIns signIns;
    private final CredentialLimits limits;

    FederationController(
            IdentityProviders providers,
            ExternalSignIn external,
            SignIns signIns,
            CredentialLimits limits) {
        this.providers = providers;
        this.external = external;
        this.signIns = signIns;
        this.limits = limits;
    }

    @GetMapping(BEGIN + "{tenant}/{name}")
    ModelAndView begin(
            HttpServletRequest request,
            HttpServletResponse response,
            @PathVariable String tenant,
            @PathVariable String name,
            @RequestParam(name = Continuation.PARAMETER, required = false) @Nullable String on,
            @RequestParam(name = INVITATION, required = false) @Nullable String invitation) {
        IdentityProvider provider = provider(tenant, name);
        requireTries(request, response);
        if (invitation != null && invitation.length() > INVITATION_CHARACTERS_MAX) {
            throw nothing();
        }
        Visit visit = signIns.visit(request, response, Optional.empty());
        String onward = Continuation.parse(on).map(Continuation::path).orElse(null);
        try {
            return to(external.begin(provider, visit.id(), new Purpose(onward, invitation)));
        } catch (Refusal e) {
            return refused(response, provider, e);
        }
    }

    @GetMapping(ExternalSignIn.PATH + "{tenant}/{name}")
    ModelAndView finish(
            HttpServletRequest request,
            HttpServletResponse response,
            @PathVariable String tenant,
            @PathVariable String name,
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(required = false) @Nullable String code,
            @RequestParam(name = "iss", required = false) @Nullable String issuer) {
        IdentityProvider provider = provider(tenant, name);
        requireTries(request, response);
        try {
            Visit visit =
                    signIns.visit(request)
                            .orElseThrow(() -> new Refusal("this browser began no sign-in"));
            Vouched vouched =
                    external.finish(provider, visit.id(), new Returned(state, code, issuer));
            return to(
                    signIns.proven(
                                    request,
                                    response,
                                    vouched.account(),
                                    methods(vouched),
                                    vouched.claims().authenticatedAt(),
                                    Continuation.parse(vouched.purpose().onward()))
                            .orElseThrow(() -> new Refusal("the person may not come")));
        } catch (Refusal e) {
            return refused(response, provider, e);
        }
    }

    /** What the issuer saw; that it saw two factors counts as much as if we had. */
    private static Methods methods(Vouched vouched) {
        return vouched.claims().methods().contains("mfa")
                ? Methods.EXTERNAL.and(Methods.of("mfa"))
                : Methods.EXTERNAL;
    }

    private IdentityProvider provider(String tenant, String name) {
        try {
            return providers
                    .find(new TenantId(tenant), name)
                    .orElseThrow(FederationController::nothing);
        } catch (IllegalArgumentException e) {
            throw nothing();
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

    private static ModelAndView refused(
            HttpServletResponse response, IdentityProvider provider, Refusal refusal) {
        LOG.atWarn()
                .addKeyValue("tenant", provider.tenant())
                .addKeyValue("provider", provider.name())
                .addKeyValue("reason", refusal.reason())
                .log("A sign-in through an identity provider was refused");
        response.setStatus(ReasonCode.EXTERNAL_SIGN_IN_REFUSED.httpStatus());
        return new ModelAndView("signin-refused");
    }

    private static SluiceException nothing() {
        return new SluiceException(ReasonCode.NOT_FOUND, "There is nothing at this address.");
    }

    private static ModelAndView to(String address) {
        RedirectView view = new RedirectView(address);
        view.setExpandUriTemplateVariables(false);
        view.setExposeModelAttributes(false);
        return new ModelAndView(view);
    }
}
