package dev.sluice.server.signin;

import dev.sluice.server.factor.Checked;
import dev.sluice.server.factor.SecondFactors;
import dev.sluice.server.identity.Methods;
import dev.sluice.server.limit.RetryAfter;
import dev.sluice.server.signin.SignIns.Pending;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** The second step of a sign-in: a code of the app, or a recovery code. */
@Controller
public final class CodeController {
    static final String PATH = "/signin/code";

    private static final Logger LOG = LoggerFactory.getLogger(CodeController.class);

    private final SignIns signIns;
    private final SecondFactors factors;

    public CodeController(SignIns signIns, SecondFactors factors) {
        this.signIns = signIns;
        this.factors = factors;
    }

    @GetMapping(PATH)
    ModelAndView form(HttpServletRequest request) {
        return pending(request).map(it -> page(it, "")).orElseGet(CodeController::anew);
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
        return switch (factors.check(pending.get().account(), code)) {
            case Checked.Right _ ->
                    signIns.proven(request, response, pending.get(), Methods.ONE_TIME_CODE)
                            .map(on -> new ModelAndView(Redirect.to(on)))
                            .orElseGet(CodeController::anew);
            case Checked.Wrong _ -> {
                LOG.atWarn()
                        .addKeyValue("account", pending.get().account().id())
                        .log("A second factor was refused");
                response.setStatus(401);
                yield page(pending.get(), "This code is not right, or was used already.");
            }
            case Checked.TooMany tooMany -> {
                RetryAfter.set(response, tooMany.pause());
                response.setStatus(429);
                yield page(
                        pending.get(),
                        "Too many codes were wrong. Try again in "
                                + RetryAfter.seconds(tooMany.pause())
                                + " seconds.");
            }
        };
    }

    private Optional<Pending> pending(HttpServletRequest request) {
        return signIns.pending(request, SecondFactors.Step.PROVE);
    }

    private ModelAndView page(Pending pending, String problem) {
        return new ModelAndView(
                "signin-code",
                Map.of(
                        "problem",
                        problem,
                        "email",
                        pending.account().email().value(),
                        "app",
                        factors.apps().present(pending.account().id())));
    }

    /** The sign-in took too long, or there was none. */
    private static ModelAndView anew() {
        return new ModelAndView(Redirect.to(SignInController.PATH));
    }
}
