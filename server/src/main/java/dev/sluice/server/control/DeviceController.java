package dev.sluice.server.control;

import dev.sluice.core.ReasonCode;
import dev.sluice.core.SluiceException;
import dev.sluice.server.access.RecentLogin;
import dev.sluice.server.control.ClientDirectory.Found;
import dev.sluice.server.identity.Account;
import dev.sluice.server.identity.Client;
import dev.sluice.server.identity.DeviceRequests.Waiting;
import dev.sluice.server.identity.Grants;
import dev.sluice.server.limit.RetryAfter;
import dev.sluice.server.session.SignedIn;
import dev.sluice.server.signin.Continuation;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/**
 * The page where somebody lets a device in (RFC 8628 section 3.3). A code in the address is looked
 * up, but it takes a click by the person that sees who asks, and from where (section 5.4).
 */
@Controller
final class DeviceController {
    static final String PATH = "/device";

    private static final String NO_SUCH_CODE =
            "No device waits under this code: it was mistyped, used, or has expired.";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final ClientDirectory directory;
    private final OAuthParts parts;

    DeviceController(ClientDirectory directory, OAuthParts parts) {
        this.directory = directory;
        this.parts = parts;
    }

    @GetMapping(PATH)
    ModelAndView form(
            HttpServletRequest request,
            HttpServletResponse response,
            @AuthenticationPrincipal @Nullable SignedIn person) {
        if (person == null) {
            return new ModelAndView(
                    "redirect:" + Continuation.signIn(PATH, request.getQueryString()));
        }
        String code = QueryText.parse(request.getQueryString()).getFirst("user_code");
        return code == null ? form("", "") : look(request, response, person, code);
    }

    @PostMapping(PATH)
    ModelAndView submit(
            HttpServletRequest request,
            HttpServletResponse response,
            @AuthenticationPrincipal @Nullable SignedIn person,
            @RequestParam(name = "user_code", defaultValue = "") String code,
            @RequestParam(defaultValue = "") String decision) {
        if (person == null) {
            return new ModelAndView("redirect:" + Continuation.signIn(PATH, null));
        }
        return switch (decision) {
            case "allow", "deny" -> decide(request, response, person, code, decision);
            default -> look(request, response, person, code);
        };
    }

    private ModelAndView look(
            HttpServletRequest request,
            HttpServletResponse response,
            SignedIn person,
            String code) {
        Optional<Asking> asking = asking(request, response, person, code);
        if (asking.isEmpty()) {
            response.setStatus(404);
            return form(code, NO_SUCH_CODE);
        }
        if (tooOld(asking.get())) {
            return signInAgain(code);
        }
        Waiting waiting = asking.get().waiting();
        return new ModelAndView(
                "device-confirm",
                Map.of(
                        "code",
                        code,
                        "client",
                        ClientView.of(asking.get().client()),
                        "place",
                        waiting.place(),
                        "at",
                        TIME.format(waiting.askedAt()),
                        "scopes",
                        ClientView.words(asking.get().scopes()),
                        "email",
                        person.email(),
                        "tenant",
                        person.tenant().value()));
    }

    private ModelAndView decide(
            HttpServletRequest request,
            HttpServletResponse response,
            SignedIn person,
            String code,
            String decision) {
        Optional<Asking> asking = asking(request, response, person, code);
        boolean allow = decision.equals("allow");
        if (allow && asking.isPresent() && tooOld(asking.get())) {
            return signInAgain(code);
        }
        boolean done =
                asking.isPresent()
                        && (allow
                                ? parts.devices().approve(code, asking.get().consent())
                                : parts.devices().deny(code, person.tenant(), person.account()));
        if (!done) {
            response.setStatus(404);
            return form("", NO_SUCH_CODE);
        }
        return new ModelAndView("device-done", Map.of("allowed", allow));
    }

    private record Asking(
            Waiting waiting, Client client, SignedIn person, Account account, List<String> scopes) {
        Grants.Consent consent() {
            return new Grants.Consent(
                    client.id(), account.tenant(), account.id(), scopes, person.proof());
        }
    }

    /**
     * Who lets a device administer has to have signed in just now: that is what its token will say,
     * and a device that is told to get a new one must not get one as old.
     */
    private boolean tooOld(Asking asking) {
        return asking.scopes().contains(BearerFilter.SCOPE)
                && !asking.person()
                        .authenticatedAt()
                        .plus(RecentLogin.AGE_MAX)
                        .isAfter(parts.clock().instant());
    }

    private static ModelAndView signInAgain(String code) {
        String query = "user_code=" + URLEncoder.encode(code, StandardCharsets.UTF_8);
        return new ModelAndView("redirect:" + Continuation.signIn(PATH, query));
    }

    /** Empty also when the account may not let the device in. */
    private Optional<Asking> asking(
            HttpServletRequest request,
            HttpServletResponse response,
            SignedIn person,
            String code) {
        Optional<Duration> wait = parts.limits().userCode(request, person.account().toString());
        if (wait.isPresent()) {
            RetryAfter.set(response, wait.get());
            throw new SluiceException(
                    ReasonCode.RATE_LIMITED,
                    "Too many codes were tried. Try again in "
                            + RetryAfter.seconds(wait.get())
                            + " seconds.");
        }
        Optional<Waiting> waiting = parts.devices().waiting(code);
        Optional<Account> account = parts.accounts().find(person.account());
        if (waiting.isEmpty()
                || account.isEmpty()
                || !(directory.find(waiting.get().client()) instanceof Found.Known known)
                || !known.client().serves(account.get().tenant())
                || parts.consents().refused(known.client(), account.get().id())) {
            return Optional.empty();
        }
        List<String> scopes =
                waiting.get().scopes().stream()
                        .filter(account.get().role().grantable()::contains)
                        .toList();
        return scopes.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Asking(waiting.get(), known.client(), person, account.get(), scopes));
    }

    private static ModelAndView form(String code, String problem) {
        return new ModelAndView("device", Map.of("code", code, "problem", problem));
    }
}
