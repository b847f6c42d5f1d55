package dev.sluice.server.factor;

import dev.sluice.core.Secret;
import dev.sluice.server.identity.Account;
import dev.sluice.server.identity.Actor;
import dev.sluice.server.identity.Grants;
import dev.sluice.server.identity.Ledger;
import dev.sluice.server.identity.Methods;
import dev.sluice.server.identity.Sealer;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import javax.sql.DataSource;

/** What an account has besides its password, and what a sign-in still needs. */
public final class SecondFactors {
    /** Longer text than any code, spaces included, is not looked at. */
    private static final int TYPED_CHARACTERS_MAX = 64;

    private static final Pattern APP_CODE = Pattern.compile("[0-9]{" + Totp.DIGITS + "}");
    private static final SecureRandom RANDOM = new SecureRandom();

    private final AuthenticatorApps apps;
    private final RecoveryCodes recovery;
    private final FactorTries tries;
    private final SecondFactorPolicy policy;
    private final Predicate<UUID> passkeys;

    private SecondFactors(
            AuthenticatorApps apps,
            RecoveryCodes recovery,
            FactorTries tries,
            SecondFactorPolicy policy,
            Predicate<UUID> passkeys) {
        this.apps = apps;
        this.recovery = recovery;
        this.tries = tries;
        this.policy = policy;
        this.passkeys = passkeys;
    }

    /**
     * Those of a deployment.
     *
     * @param source its search path is the deployment's schema
     * @param passkeys whether an account has one
     */
    public static SecondFactors of(
            DataSource source,
            Sealer sealer,
            Grants grants,
            Ledger ledger,
            Predicate<UUID> passkeys,
            InstantSource clock) {
        return new SecondFactors(
                new AuthenticatorApps(source, sealer, ledger, clock),
                new RecoveryCodes(source, ledger, clock),
                new FactorTries(source, clock),
                new SecondFactorPolicy(source, grants, ledger),
                passkeys);
    }

    /** What a sign-in still needs. */
    public enum Step {
        NOTHING,
        /** A second factor that the account has. */
        PROVE,
        /** The tenant asks for one, and the account has none yet. */
        ENROL
    }

    public AuthenticatorApps apps() {
        return apps;
    }

    public RecoveryCodes recovery() {
        return recovery;
    }

    public SecondFactorPolicy policy() {
        return policy;
    }

    /** What is needed after these proofs. */
    public Step next(Account account, Methods proven) {
        if (proven.strong()) {
            return Step.NOTHING;
        }
        if (present(account.id())) {
            return Step.PROVE;
        }
        return policy.required(account.tenant()) ? Step.ENROL : Step.NOTHING;
    }

    /** Whether the account has a second factor. */
    public boolean present(UUID account) {
        return apps.present(account) || passkeys.test(account);
    }

    public boolean hasPasskeys(UUID account) {
        return passkeys.test(account);
    }

    /** Takes a code of the app or a recovery code, whichever it looks like. */
    public Checked check(Account account, String typed) {
        Optional<Duration> wait = tries.take(account.id());
        if (wait.isPresent()) {
            return new Checked.TooMany(wait.get());
        }
        if (!accepts(account, typed)) {
            return new Checked.Wrong();
        }
        tries.succeeded(account.id());
        return new Checked.Right();
    }

    private boolean accepts(Account account, String typed) {
        if (typed.length() > TYPED_CHARACTERS_MAX) {
            return false;
        }
        String digits = typed.replaceAll("\\s", "");
        if (APP_CODE.matcher(digits).matches()) {
            return apps.accept(account.id(), digits);
        }
        return RecoveryCodes.looksLikeOne(typed) && recovery.use(account, typed);
    }

    /**
     * Takes the app away; the recovery codes go with the last factor.
     *
     * @return false when there is none
     */
    public boolean removeApp(Account account, Actor by) {
        return apps.remove(account, by);
    }

    /**
     * Takes the app, the passkeys and the recovery codes away, forgets the wrong codes that were
     * tried, and ends the account's sessions: all or nothing.
     */
    public void reset(Account account, Actor by) {
        apps.reset(account, by);
    }

    /** What a new app is to be given; the receiver closes it. */
    public static Secret newSecret() {
        byte[] bytes = new byte[Totp.SECRET_BYTES];
        RANDOM.nextBytes(bytes);
        return Secret.takingOver(bytes);
    }
}
