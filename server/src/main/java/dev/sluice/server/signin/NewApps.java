package dev.sluice.server.signin;

import dev.sluice.core.Secret;
import dev.sluice.server.factor.AuthenticatorApps;
import dev.sluice.server.factor.Enrolment;
import dev.sluice.server.factor.SecondFactors;
import dev.sluice.server.identity.Account;
import dev.sluice.server.session.SessionNotes;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import org.springframework.web.servlet.ModelAndView;

/** Apps that were shown their secret and have not shown a code yet. */
public final class NewApps {
    public static final String WRONG =
            "This code is not right. Check that the clock of the device is, and type the code that"
                    + " the app shows now.";

    private static final String NOTE = "totp.secret";

    private final AuthenticatorApps apps;
    private final SessionNotes notes;

    public NewApps(AuthenticatorApps apps, SessionNotes notes) {
        this.apps = apps;
        this.notes = notes;
    }

    /** The secret that this session or visit was shown, or a new one; the receiver closes it. */
    public Secret secret(String owner) {
        return notes.find(owner, NOTE)
                .orElseGet(() -> {
                    Secret fresh = SecondFactors.newSecret();
                    notes.put(owner, NOTE, fresh);
                    return fresh;
                });
    }

    /** Adds the app, in the place of the one before, if the code is right. */
    public boolean confirm(String owner, Account account, String code) {
        return confirm(owner, code, (secret, digits) -> apps.add(account, secret, digits));
    }

    /** Adds the app if the code is right and the account has none. */
    boolean confirmFirst(String owner, Account account, String code) {
        return confirm(owner, code, (secret, digits) -> apps.addFirst(account, secret, digits));
    }

    private boolean confirm(String owner, String code, BiPredicate<Secret, String> add) {
        Optional<Secret> shown = notes.find(owner, NOTE);
        if (shown.isEmpty()) {
            return false;
        }
        try (Secret secret = shown.get()) {
            boolean added = add.test(secret, code.replaceAll("\\s", ""));
            if (added) {
                notes.take(owner, NOTE).ifPresent(Secret::close);
            }
            return added;
        }
    }

    /** The page of this name, with the secret in all forms that apps read. */
    public static ModelAndView page(String view, Secret secret, String email, String problem) {
        return new ModelAndView(
                view,
                Map.of(
                        "enrolment",
                        Enrolment.of(secret, email),
                        "email",
                        email,
                        "problem",
                        problem));
    }
}
