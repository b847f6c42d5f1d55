package dev.sluice.server.account;

import dev.sluice.core.Secret;
import dev.sluice.server.identity.Account;
import dev.sluice.server.identity.Actor;
import dev.sluice.server.identity.Methods;
import dev.sluice.server.session.SignedIn;
import dev.sluice.server.signin.NewApps;
import dev.sluice.server.signin.SignIns;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** The app and the recovery codes of one's account. Each step needs a recent sign-in. */
@Controller
public final class FactorsController {
    private static final String APP = AccountParts.PATH + "/app";

    private final AccountParts parts;
    private final SignIns signIns;
    private final NewApps apps;

    public FactorsController(AccountParts parts, SignIns signIns, NewApps apps) {
        this.parts = parts;
        this.signIns = signIns;
        this.apps = apps;
    }

    @GetMapping(APP)
    ModelAndView form(@AuthenticationPrincipal SignedIn person) {
        return parts.recent(person) ? form(person, "") : AccountParts.signInAgain();
    }

    @PostMapping(APP)
    ModelAndView add(
            HttpServletRequest request,
            HttpServletResponse response,
            @AuthenticationPrincipal SignedIn person,
            @RequestParam(defaultValue = "") String code) {
        Optional<Account> account = ready(person);
        if (account.isEmpty()) {
            return AccountParts.signInAgain();
        }
        if (!apps.confirm(person.session(), account.get(), code)) {
            response.setStatus(400);
            return form(person, NewApps.WRONG);
        }
        signIns.strengthened(request, response, person, Methods.ONE_TIME_CODE);
        return codes(parts.factors().recovery().renew(account.get()));
    }

    @PostMapping(APP + "/remove")
    ModelAndView remove(@AuthenticationPrincipal SignedIn person) {
        Optional<Account> account = ready(person);
        if (account.isEmpty()) {
            return AccountParts.signInAgain();
        }
        parts.factors().removeApp(account.get(), Actor.account(person.account()));
        return AccountParts.back("removed");
    }

    @PostMapping(AccountParts.PATH + "/recovery-codes")
    ModelAndView renew(@AuthenticationPrincipal SignedIn person) {
        Optional<Account> account = ready(person);
        if (account.isEmpty()) {
            return AccountParts.signInAgain();
        }
        if (!parts.factors().present(person.account())) {
            return AccountParts.back("");
        }
        return codes(parts.factors().recovery().renew(account.get()));
    }

    private Optional<Account> ready(SignedIn person) {
        return parts.recent(person) ? parts.account(person) : Optional.empty();
    }

    private ModelAndView form(SignedIn person, String problem) {
        try (Secret secret = apps.secret(person.session())) {
            return NewApps.page("account-app", secret, person.email(), problem);
        }
    }

    private static ModelAndView codes(List<String> codes) {
        return new ModelAndView("recovery-codes", Map.of("codes", codes, "on", AccountParts.PATH));
    }
}
