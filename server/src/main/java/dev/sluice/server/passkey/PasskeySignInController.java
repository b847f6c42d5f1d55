package dev.sluice.server.passkey;

import dev.sluice.server.identity.Methods;
import dev.sluice.server.limit.CredentialLimits;
import dev.sluice.server.session.Visit;
import dev.sluice.server.signin.Continuation;
import dev.sluice.server.signin.SignInController;
import dev.sluice.server.signin.SignInPage;
import dev.sluice.server.signin.SignIns;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.view.RedirectView;

/** Signing in with a passkey, alone or as the second factor after a password. */
@Controller
public final class PasskeySignInController {
    public static final String PATH = "/signin/passkey";

    private static final String ANSWER = PATH + "/answer";

    private final Optional<Ceremonies> ceremonies;
    private final SignIns signIns;
    private final CredentialLimits limits;
    private final SignInPage signIn;
    private final PageScript script;

    /**
     * @param ceremonies empty where the public URL allows no passkeys
     */
    public PasskeySignInController(
            Optional<Ceremonies> ceremonies,
            SignIns signIns,
            CredentialLimits limits,
            SignInPage signIn,
            PageScript script) {
        this.ceremonies = ceremonies;
        this.signIns = signIns;
        this.limits = limits;
        this.signIn = signIn;
        this.script = script;
    }

    /** Begins: a form of the sign-in's pages leads here. */
    @PostMapping(PATH)
    ModelAndView begin(HttpServletRequest request, HttpServletResponse response) {
        if (ceremonies.isEmpty()) {
            return anew();
        }
        Optional<Duration> wait = limits.passkey(request);
        if (wait.isPresent()) {
            return signIn.tooMany(request, response, "", wait.get());
        }
        Optional<Continuation> on =
                Continuation.parse(request.getParameter(Continuation.PARAMETER));
        return page(signIns.visit(request, response, on), response, "");
    }

    @PostMapping(ANSWER)
    ModelAndView answer(
            HttpServletRequest request,
            HttpServletResponse response,
            @RequestParam(defaultValue = "") String answer) {
        Optional<Visit> visit = signIns.visit(request);
        if (ceremonies.isEmpty() || visit.isEmpty()) {
            return anew();
        }
        Optional<Duration> wait = limits.passkey(request);
        if (wait.isPresent()) {
            return signIn.tooMany(request, response, "", wait.get());
        }
        Methods methods = visit.get().methods().and(Methods.PASSKEY);
        Optional<Continuation> on = Continuation.parse(visit.get().onward());
        Optional<String> next =
                ceremonies
                        .get()
                        .used(visit.get(), answer)
                        .flatMap(
                                account -> signIns.proven(request, response, account, methods, on));
        if (next.isEmpty()) {
            response.setStatus(401);
            return page(
                    visit.get(),
                    response,
                    "This passkey was not accepted. Try again, or sign in another way.");
        }
        return to(next.get());
    }

    private ModelAndView page(Visit visit, HttpServletResponse response, String problem) {
        script.allow(response);
        return new ModelAndView(
                "signin-passkey",
                Map.of("options", ceremonies.orElseThrow().request(visit), "problem", problem));
    }

    private static ModelAndView anew() {
        return to(SignInController.PATH);
    }

    private static ModelAndView to(String address) {
        RedirectView view = new RedirectView(address);
        view.setExpandUriTemplateVariables(false);
        view.setExposeModelAttributes(false);
        return new ModelAndView(view);
    }
}
