package dev.sluice.server.passkey;

import dev.sluice.server.access.RecentLogin;
import dev.sluice.server.identity.Account;
import dev.sluice.server.identity.Accounts;
import dev.sluice.server.identity.Actor;
import dev.sluice.server.session.SignedIn;
import dev.sluice.server.signin.Continuation;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
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

/** A person's own passkeys: adding, listing, removing. */
@Controller
public final class PasskeysController {
    public static final String PATH = "/account/passkeys";

    private static final String REMOVE = PATH + "/remove";
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("d MMM yyyy", Locale.ENGLISH).withZone(ZoneOffset.UTC);

    private final Passkeys passkeys;
    private final Optional<Ceremonies> ceremonies;
    private final Accounts accounts;
    private final PageScript script;
    private final InstantSource clock;

    /**
     * @param ceremonies empty where the public URL allows no passkeys
     */
    public PasskeysController(
            Passkeys passkeys,
            Optional<Ceremonies> ceremonies,
            Accounts accounts,
            PageScript script,
            InstantSource clock) {
        this.passkeys = passkeys;
        this.ceremonies = ceremonies;
        this.accounts = accounts;
        this.script = script;
        this.clock = clock;
    }

    /** A passkey as the page lists it. */
    record Line(String id, String label, String story, boolean suspected) {
        static Line of(Passkey passkey) {
            Instant used = passkey.life().used();
            return new Line(
                    passkey.id(),
                    passkey.label(),
                    "Added "
                            + DAY.format(passkey.life().created())
                            + (used == null ? ", never used" : ", last used " + DAY.format(used))
                            + (passkey.key().backedUp() ? ", synced to other devices" : ""),
                    passkey.suspected().isPresent());
        }
    }

    @GetMapping(PATH)
    ModelAndView list(
            HttpServletResponse response, @AuthenticationPrincipal @Nullable SignedIn person) {
        return account(person)
                .map(account -> page(response, person, account, "", ""))
                .orElseGet(PasskeysController::signIn);
    }

    @PostMapping(PATH)
    ModelAndView add(
            HttpServletResponse response,
            @AuthenticationPrincipal @Nullable SignedIn person,
            @RequestParam(defaultValue = "") String label,
            @RequestParam(defaultValue = "") String answer) {
        Optional<Account> account = account(person);
        if (person == null || account.isEmpty() || ceremonies.isEmpty() || !recent(person)) {
            return signIn();
        }
        Ceremonies.Made made =
                ceremonies.get().made(person.session(), account.get(), label, answer);
        return switch (made) {
            case DONE -> page(response, person, account.get(), "The passkey was added.", "");
            case KNOWN ->
                    refused(response, person, account.get(), "This passkey is in use already.");
            case TOO_MANY ->
                    refused(
                            response,
                            person,
                            account.get(),
                            "You have "
                                    + Passkeys.PER_ACCOUNT_MAX
                                    + " passkeys. Remove one before you add another.");
            case REFUSED ->
                    refused(
                            response,
                            person,
                            account.get(),
                            "That was not accepted, or took too long. Try again.");
        };
    }

    @PostMapping(REMOVE)
    ModelAndView remove(
            HttpServletResponse response,
            @AuthenticationPrincipal @Nullable SignedIn person,
            @RequestParam(defaultValue = "") String passkey) {
        Optional<Account> account = account(person);
        if (person == null || account.isEmpty() || !recent(person)) {
            return signIn();
        }
        boolean removed =
                passkeys.remove(account.get(), passkey, Actor.account(account.get().id()));
        return removed
                ? page(response, person, account.get(), "The passkey was removed.", "")
                : refused(response, person, account.get(), "You have no such passkey.");
    }

    private Optional<Account> account(@Nullable SignedIn person) {
        return person == null ? Optional.empty() : accounts.find(person.account());
    }

    private boolean recent(SignedIn person) {
        return person.provenWithin(RecentLogin.AGE_MAX, clock.instant());
    }

    private ModelAndView refused(
            HttpServletResponse response, SignedIn person, Account account, String problem) {
        response.setStatus(400);
        return page(response, person, account, "", problem);
    }

    private ModelAndView page(
            HttpServletResponse response,
            @Nullable SignedIn person,
            Account account,
            String notice,
            String problem) {
        boolean recent = person != null && recent(person);
        List<Line> lines = passkeys.list(account.id()).stream().map(Line::of).toList();
        Map<String, Object> model = new HashMap<>();
        model.put("email", account.email().value());
        model.put("passkeys", lines);
        model.put("recent", recent);
        model.put("again", Continuation.signIn(PATH, null));
        model.put("notice", notice);
        model.put("problem", problem);
        model.put("options", "");
        if (recent && ceremonies.isPresent() && person != null) {
            script.allow(response);
            model.put("options", ceremonies.get().creation(person.session(), account));
        }
        return new ModelAndView("account-passkeys", model);
    }

    private static ModelAndView signIn() {
        return new ModelAndView("redirect:" + Continuation.signIn(PATH, null));
    }
}
