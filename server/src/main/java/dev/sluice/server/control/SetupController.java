package dev.sluice.server.control;

import dev.sluice.core.ReasonCode;
import dev.sluice.core.Secret;
import dev.sluice.core.SluiceException;
import dev.sluice.server.identity.SetupLinks;
import dev.sluice.server.limit.CredentialLimits;
import dev.sluice.server.limit.RetryAfter;
import dev.sluice.server.signin.SignInController;
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

/** The page behind a one-time link, which creates the owner. */
@Controller
final class SetupController {
    private static final String PATH = "/setup/{token}";

    private final SetupLinks links;
    private final CredentialLimits limits;

    SetupController(SetupLinks links, CredentialLimits limits) {
        this.links = links;
        this.limits = limits;
    }

    @GetMapping(PATH)
    ModelAndView form(@PathVariable String token) {
        return links.find(token).isPresent() ? page("", "") : gone();
    }

    @PostMapping(PATH)
    ModelAndView create(
            @PathVariable String token,
            @RequestParam(defaultValue = "") String email,
            @RequestParam(defaultValue = "") String password,
            HttpServletRequest request,
            HttpServletResponse response) {
        Optional<Duration> wait = limits.setUp(request);
        if (wait.isPresent()) {
            RetryAfter.set(response, wait.get());
            throw new SluiceException(
                    ReasonCode.RATE_LIMITED,
                    "Too many attempts. Try again in "
                            + RetryAfter.seconds(wait.get())
                            + " seconds.");
        }
        try (Secret secret = Secret.takingOver(password.toCharArray())) {
            return links.createOwner(token, email, secret).isPresent()
                    ? new ModelAndView("redirect:" + SignInController.PATH + "?created")
                    : gone();
        } catch (SluiceException e) {
            return again(e, email, response);
        }
    }

    private static ModelAndView again(
            SluiceException problem, String email, HttpServletResponse response) {
        if (problem.code() != ReasonCode.INVALID_ARGUMENT
                && problem.code() != ReasonCode.ACCOUNT_EXISTS) {
            throw problem;
        }
        response.setStatus(problem.code().httpStatus());
        return page(email, String.valueOf(problem.getMessage()));
    }

    private static ModelAndView page(String email, String problem) {
        return new ModelAndView("setup", Map.of("email", email, "problem", problem));
    }

    private static ModelAndView gone() {
        throw new SluiceException(
                ReasonCode.NOT_FOUND,
                "This link is not valid: it was used, has expired after 24 hours, or is"
                        + " incomplete.");
    }
}
