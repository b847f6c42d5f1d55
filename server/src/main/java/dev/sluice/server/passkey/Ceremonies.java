package dev.sluice.server.passkey;

import dev.sluice.core.Secret;
import dev.sluice.server.identity.Account;
import dev.sluice.server.identity.Accounts;
import dev.sluice.server.identity.Hashes;
import dev.sluice.server.session.SessionNotes;
import dev.sluice.server.session.Visit;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Making a passkey and signing in with one: each is a challenge that is sent, kept with the session
 * or visit, and taken by the one answer to it.
 */
public final class Ceremonies {
    /** How long the browser waits for the person; the challenge lives little longer. */
    static final Duration PERSON_MAX = Duration.ofMinutes(5);

    static final int LABEL_CHARACTERS_MAX = 64;

    private static final Logger LOG = LoggerFactory.getLogger(Ceremonies.class);
    private static final String CREATION = "passkey.creation";
    private static final String REQUEST = "passkey.request";
    private static final Base64.Encoder TEXT = Base64.getUrlEncoder().withoutPadding();
    private static final JsonMapper JSON = JsonMapper.shared();

    private final RelyingParty party;
    private final Passkeys passkeys;
    private final Accounts accounts;
    private final SessionNotes notes;
    private final Verification verification;

    public Ceremonies(
            RelyingParty party, Passkeys passkeys, Accounts accounts, SessionNotes notes) {
        this.party = party;
        this.passkeys = passkeys;
        this.accounts = accounts;
        this.notes = notes;
        this.verification = new Verification(party);
    }

    /** What came of making one. */
    public enum Made {
        DONE,
        KNOWN,
        TOO_MANY,
        /** Not the answer to what was asked, or too late. */
        REFUSED
    }

    /**
     * The {@code PublicKeyCredentialCreationOptionsJSON} (WebAuthn section 5.1.8) for a passkey of
     * the account: one that can sign in alone, and that its holder unlocks.
     */
    public String creation(String session, Account account) {
        ObjectNode options = JSON.createObjectNode();
        options.putObject("rp").put("id", party.id()).put("name", "Sluice");
        options.putObject("user")
                .put("id", passkeys.handle(account.id()))
                .put("name", account.email().value())
                .put("displayName", account.email().value());
        options.put("challenge", challenge(session, CREATION));
        ArrayNode algorithms = options.putArray("pubKeyCredParams");
        Verification.ALGORITHMS.forEach(algorithm ->
                algorithms.addObject().put("type", "public-key").put("alg", algorithm));
        options.put("timeout", PERSON_MAX.toMillis());
        describe(options.putArray("excludeCredentials"), passkeys.list(account.id()));
        options.putObject("authenticatorSelection")
                .put("residentKey", "required")
                .put("requireResidentKey", true)
                .put("userVerification", "required");
        return options.put("attestation", "none").toString();
    }

    /** Adds the passkey that answers the session's last {@link #creation}. */
    public Made made(String session, Account account, String label, String answer) {
        Optional<Secret> challenge = notes.take(session, CREATION);
        if (challenge.isEmpty()) {
            return Made.REFUSED;
        }
        try (Secret expected = challenge.get()) {
            return switch (verification.made(answer, expected)) {
                case Verification.Made.Valid made ->
                        switch (passkeys.add(account, made.id(), labelled(label), made.key())) {
                            case DONE -> Made.DONE;
                            case KNOWN -> Made.KNOWN;
                            case TOO_MANY -> Made.TOO_MANY;
                        };
                case Verification.Made.Refused refused -> {
                    log("A new passkey was refused", refused.reason());
                    yield Made.REFUSED;
                }
            };
        }
    }

    private static String labelled(String typed) {
        String label = typed.replaceAll("\\p{Cntrl}", " ").strip();
        if (label.isEmpty()) {
            return "Passkey";
        }
        return label.length() > LABEL_CHARACTERS_MAX
                ? label.substring(0, label.offsetByCodePoints(0, codePoints(label)))
                : label;
    }

    private static int codePoints(String label) {
        return label.codePointCount(0, LABEL_CHARACTERS_MAX - 1);
    }

    /**
     * The {@code PublicKeyCredentialRequestOptionsJSON} (WebAuthn section 5.1.9) for a sign-in: any
     * passkey of ours, or those of the person who has proven a first factor.
     */
    public String request(Visit visit) {
        ObjectNode options = JSON.createObjectNode();
        options.put("challenge", challenge(visit.id(), REQUEST));
        options.put("timeout", PERSON_MAX.toMillis());
        options.put("rpId", party.id());
        ArrayNode allowed = options.putArray("allowCredentials");
        visit.person().ifPresent(account -> describe(allowed, passkeys.list(account)));
        return options.put("userVerification", "required").toString();
    }

    /** Whose passkey answers the visit's last {@link #request}; empty when it is refused. */
    public Optional<Account> used(Visit visit, String answer) {
        Optional<Secret> challenge = notes.take(visit.id(), REQUEST);
        if (challenge.isEmpty()) {
            return Optional.empty();
        }
        try (Secret expected = challenge.get()) {
            Verification.Claim claim = verification.claim(answer);
            if (claim == null) {
                log("A passkey was refused", "unreadable");
                return Optional.empty();
            }
            Optional<Passkey> passkey =
                    passkeys.find(claim.passkey()).filter(found -> mayBe(found, visit, claim));
            if (passkey.isEmpty()) {
                log("A passkey was refused", "not this account's");
            }
            return passkey.flatMap(found -> used(found, answer, expected));
        }
    }

    /**
     * Whether the claim fits (WebAuthn section 7.2 step 6): an authenticator that signs in without
     * a name says whose key it is, and nobody's second factor is somebody else's.
     */
    private boolean mayBe(Passkey passkey, Visit visit, Verification.Claim claim) {
        UUID account = passkey.account();
        boolean named = claim.handle() != null || visit.person().isPresent();
        return named
                && visit.person().map(account::equals).orElse(true)
                && (claim.handle() == null || claim.handle().equals(passkeys.handle(account)))
                && passkey.suspected().isEmpty();
    }

    private Optional<Account> used(Passkey passkey, String answer, Secret challenge) {
        Optional<Account> account =
                accounts.find(passkey.account()).filter(found -> !found.disabled());
        if (account.isEmpty()) {
            return Optional.empty();
        }
        return switch (verification.used(answer, challenge, passkey)) {
            case Verification.Used.Valid valid ->
                    passkeys.used(passkey.id(), valid.signCount(), valid.backedUp())
                            ? account
                            : Optional.empty();
            case Verification.Used.CountedBack _ -> {
                passkeys.suspect(account.get(), passkey.id());
                log("A passkey was refused and taken out of use", "its count went back");
                yield Optional.empty();
            }
            case Verification.Used.Refused refused -> {
                log("A passkey was refused", refused.reason());
                yield Optional.empty();
            }
        };
    }

    private static void log(String what, String reason) {
        LOG.atWarn().addKeyValue("reason", reason).log(what);
    }

    /** A fresh challenge, 43 random characters, in base64url once more as browsers expect it. */
    private String challenge(String owner, String name) {
        try (Secret challenge = Hashes.randomText()) {
            notes.put(owner, name, challenge);
            return TEXT.encodeToString(challenge.reveal());
        }
    }

    private static void describe(ArrayNode list, List<Passkey> passkeys) {
        for (Passkey passkey : passkeys) {
            ObjectNode one = list.addObject().put("type", "public-key").put("id", passkey.id());
            ArrayNode transports = one.putArray("transports");
            passkey.key().transports().forEach(transports::add);
        }
    }
}
