package dev.sluice.server.account;

import dev.sluice.core.ReasonCode;
import dev.sluice.core.Secret;
import dev.sluice.core.SluiceException;
import dev.sluice.server.identity.Account;
import dev.sluice.server.limit.RetryAfter;
import dev.sluice.server.session.SignedIn;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Optional;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** Changing one's password, which takes the one before. */
@Controller
public final class PasswordController {
    private final AccountParts parts;

    public PasswordController(AccountParts parts) {
        this.parts = parts;
    }

    @PostMapping(AccountParts.PATH + "/password")
    ModelAndView change(
            HttpServletRequest request,
            HttpServletResponse response,
            @AuthenticationPrincipal SignedIn person,
            @RequestParam(defaultValue = "") String current,
            @RequestParam(defaultValue = "") String next) {
        if (!parts.recent(person)) {
            return AccountParts.signInAgain();
        }
        Optional<Duration> pause = parts.limits().signIn(request, person.tenant(), person.email());
        if (pause.isPresent()) {
            RetryAfter.set(response, pause.get());
            String seconds = RetryAfter.seconds(pause.get()) + " seconds.";
            return refused(response, person, 429, "Too many attempts. Try again in " + seconds);
        }
        Optional<Account> account = parts.account(person);
        if (account.isEmpty()) {
            return AccountParts.signInAgain();
        }
        try (Secret before = Secret.takingOver(current.toCharArray());
                Secret after = Secret.takingOver(next.toCharArray())) {
            return parts.accounts().changePassword(account.get(), before, after, person.session())
                    ? AccountParts.back("password")
                    : refused(response, person, 401, "The current password is not right.");
        } catch (SluiceException e) {
            if (e.code() != ReasonCode.INVALID_ARGUMENT) {
                throw e;
            }
            return refused(response, person, 400, String.valueOf(e.getMessage()));
        }
    }

    private ModelAndView refused(
            HttpServletResponse response, SignedIn person, int status, String problem) {
        response.setStatus(status);
        return AccountController.page(parts, person, "", problem);
    }
}
