package dev.sluice.server.account;

import dev.sluice.server.identity.Account;
import dev.sluice.server.identity.Actor;
import dev.sluice.server.session.Session;
import dev.sluice.server.session.SignedIn;
import dev.sluice.server.signin.SignIns;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** One's own account on one page; where it is open, and what acts for it, can be ended here. */
@Controller
public final class AccountController {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("d MMM yyyy, HH:mm 'UTC'", Locale.ENGLISH)
                    .withZone(ZoneOffset.UTC);
    private static final Map<String, String> NOTICES =
            Map.of(
                    "password", "The password is changed, and all other sessions are ended.",
                    "removed", "The app is removed.",
                    "ended", "It is ended.");

    private final AccountParts parts;
    private final SignIns signIns;

    public AccountController(AccountParts parts, SignIns signIns) {
        this.parts = parts;
        this.signIns = signIns;
    }

    /** A session as it is shown. */
    public record ShownSession(
            String id, boolean here, String place, String agent, String begun, String seen) {}

    /** A program as it is shown. */
    public record ShownProgram(String grant, String name, String scopes, String since) {}

    @GetMapping(AccountParts.PATH)
    ModelAndView show(HttpServletRequest request, @AuthenticationPrincipal SignedIn person) {
        String notice = Objects.requireNonNullElse(request.getQueryString(), "");
        return page(parts, person, NOTICES.getOrDefault(notice, ""), null);
    }

    @PostMapping(AccountParts.PATH + "/sessions/end")
    ModelAndView endSession(
            @AuthenticationPrincipal SignedIn person, @RequestParam String session) {
        parts.sessions().end(person.account(), session);
        return AccountParts.back("ended");
    }

    @PostMapping(AccountParts.PATH + "/sessions/end-all")
    ModelAndView endAll(
            HttpServletRequest request,
            HttpServletResponse response,
            @AuthenticationPrincipal SignedIn person) {
        parts.sessions().endAll(person.account());
        signIns.signOut(request, response);
        return new ModelAndView("redirect:/signin?out");
    }

    @PostMapping(AccountParts.PATH + "/programs/end")
    ModelAndView endProgram(@AuthenticationPrincipal SignedIn person, @RequestParam String grant) {
        parts.grants().end(person.account(), grant, Actor.account(person.account()));
        return AccountParts.back("ended");
    }

    /** The page, also after something was refused. */
    static ModelAndView page(
            AccountParts parts, SignedIn person, String notice, @Nullable String problem) {
        Optional<Account> account = parts.account(person);
        if (account.isEmpty()) {
            return AccountParts.signInAgain();
        }
        Map<String, Object> model = new HashMap<>();
        model.put("email", person.email());
        model.put("tenant", person.tenant().value());
        model.put("role", account.get().role().label());
        model.put("notice", notice);
        model.put("problem", problem == null ? "" : problem);
        model.put("password", parts.accounts().hasPassword(person.account()));
        model.put("app", parts.factors().apps().present(person.account()));
        model.put("passkeys", parts.factors().hasPasskeys(person.account()));
        model.put("codes", parts.factors().recovery().left(person.account()));
        model.put("factor", parts.factors().present(person.account()));
        model.put("required", parts.factors().policy().required(person.tenant()));
        model.put("sessions", sessions(parts, person));
        model.put("programs", programs(parts, person));
        return new ModelAndView("account", model);
    }

    private static List<ShownSession> sessions(AccountParts parts, SignedIn person) {
        return parts.sessions().list(person.account()).stream()
                .map(session -> shown(session, person))
                .sorted(Comparator.comparing(session -> !session.here())) // the rest stays
                .toList();
    }

    private static ShownSession shown(Session session, SignedIn person) {
        return new ShownSession(
                session.id(),
                session.id().equals(person.session()),
                session.browser().place(),
                session.browser().name(),
                text(session.createdAt()),
                text(session.seenAt()));
    }

    private static List<ShownProgram> programs(AccountParts parts, SignedIn person) {
        return parts.grants().list(person.account()).stream()
                .map(grant ->
                        new ShownProgram(
                                grant.id(),
                                grant.program(),
                                String.join(", ", grant.scopes()),
                                text(grant.since())))
                .toList();
    }

    private static String text(Instant at) {
        return TIME.format(at);
    }
}
