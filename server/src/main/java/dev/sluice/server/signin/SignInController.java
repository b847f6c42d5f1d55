package dev.sluice.server.signin;

import dev.sluice.core.Secret;
import dev.sluice.core.TenantId;
import dev.sluice.server.identity.Account;
import dev.sluice.server.identity.Accounts;
import dev.sluice.server.identity.Methods;
import dev.sluice.server.limit.CredentialLimits;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** Signing in by e-mail address and password; every refusal looks the same. */
@Controller
public final class SignInController {
    public static final String PATH = "/signin";

    private static final Logger LOG = LoggerFactory.getLogger(SignInController.class);
    private static final String NEXT = "/signin/next";
    private static final String OTHER_WAYS = "ways";
    private static final Map<String, String> NOTICES =
            Map.of(
                    "created", "Your account is ready. Sign in with it.",
                    "out", "You are signed out.");

    private final Accounts accounts;
    private final SignIns signIns;
    private final CredentialLimits limits;
    private final SignInPage page;

    public SignInController(
            Accounts accounts, SignIns signIns, CredentialLimits limits, SignInPage page) {
        this.accounts = accounts;
        this.signIns = signIns;
        this.limits = limits;
        this.page = page;
    }

    /** The page that a sign-in leads to on its way to another one. */
    static String next(Continuation on) {
        return NEXT
                + "?"
                + Continuation.PARAMETER
                + "="
                + URLEncoder.encode(on.path(), StandardCharsets.UTF_8);
    }

    @GetMapping(PATH)
    ModelAndView form(HttpServletRequest request) {
        String notice =
                NOTICES.keySet().stream()
                        .filter(name -> request.getParameter(name) != null)
                        .findFirst()
                        .orElse("");
        return page.of(request, "", "", NOTICES.getOrDefault(notice, ""));
    }

    /**
     * Leads on by itself. A redirect would not do: the sign-in's form may lead to our own pages
     * only, and browsers hold all redirects that follow to that.
     */
    @GetMapping(NEXT)
    ModelAndView next(@RequestParam(name = Continuation.PARAMETER) String on) {
        return Continuation.parse(on)
                .map(page -> new ModelAndView("signin-next", Map.of("page", page.path())))
                .orElseGet(() -> new ModelAndView("redirect:/"));
    }

    @PostMapping(PATH)
    ModelAndView signIn(
            HttpServletRequest request,
            HttpServletResponse response,
            @RequestParam(defaultValue = "") String email,
            @RequestParam(defaultValue = "") String password) {
        if (request.getParameter(OTHER_WAYS) != null) { // to see them takes no password
            return page.of(request, email, "", "");
        }
        TenantId tenant = page.tenant(request);
        Optional<Duration> wait = limits.signIn(request, tenant, email);
        if (wait.isPresent()) { // before anything is hashed
            return page.tooMany(request, response, email, wait.get());
        }
        Optional<String> next =
                verified(tenant, email, password)
                        .flatMap(account ->
                                signIns.proven(
                                        request,
                                        response,
                                        account,
                                        Methods.PASSWORD,
                                        SignInPage.continuation(request)));
        if (next.isEmpty()) {
            // The log does not say whose name was used: people type passwords there.
            LOG.atWarn().log("A sign-in was refused");
            response.setStatus(401);
            return page.of(request, email, "This e-mail address and password do not match.", "");
        }
        limits.signedIn(tenant, email);
        return new ModelAndView(Redirect.to(next.get()));
    }

    private Optional<Account> verified(TenantId tenant, String email, String typed) {
        try (Secret password = Secret.takingOver(typed.toCharArray())) {
            return accounts.verify(tenant, email, password);
        }
    }
}
