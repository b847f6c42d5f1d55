package dev.sluice.server.signin;

import dev.sluice.core.Secret;
import dev.sluice.server.factor.SecondFactors;
import dev.sluice.server.identity.Methods;
import dev.sluice.server.signin.SignIns.Pending;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** Where somebody whose tenant asks for a second factor gets one, before anything else. */
@Controller
public final class EnrolController {
    static final String PATH = "/signin/enrol";

    private final SignIns signIns;
    private final SecondFactors factors;
    private final NewApps apps;

    public EnrolController(SignIns signIns, SecondFactors factors, NewApps apps) {
        this.signIns = signIns;
        this.factors = factors;
        this.apps = apps;
    }

    @GetMapping(PATH)
    ModelAndView form(HttpServletRequest request) {
        return pending(request).map(it -> page(it, "")).orElseGet(EnrolController::anew);
    }

    @PostMapping(PATH)
    ModelAndView submit(
            HttpServletRequest request,
            HttpServletResponse response,
            @RequestParam(defaultValue = "") String code) {
        Optional<Pending> pending = pending(request);
        if (pending.isEmpty()) {
            return anew();
        }
        if (!apps.confirmFirst(pending.get().visit().id(), pending.get().account(), code)) {
            response.setStatus(400);
            return page(pending.get(), NewApps.WRONG);
        }
        List<String> codes = factors.recovery().renew(pending.get().account());
        return signIns.proven(request, response, pending.get(), Methods.ONE_TIME_CODE)
                .map(on -> new ModelAndView("recovery-codes", Map.of("codes", codes, "on", on)))
                .orElseGet(EnrolController::anew);
    }

    private ModelAndView page(Pending pending, String problem) {
        String email = pending.account().email().value();
        try (Secret secret = apps.secret(pending.visit().id())) {
            return NewApps.page("signin-enrol", secret, email, problem);
        }
    }

    private Optional<Pending> pending(HttpServletRequest request) {
        return signIns.pending(request, SecondFactors.Step.ENROL);
    }

    private static ModelAndView anew() {
        return new ModelAndView(Redirect.to(SignInController.PATH));
    }
}
