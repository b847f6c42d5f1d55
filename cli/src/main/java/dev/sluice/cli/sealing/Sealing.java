package dev.sluice.cli.sealing;

import dev.sluice.cli.client.AdminApi;
import dev.sluice.cli.client.CommandFailure;
import dev.sluice.core.NamedSecrets;
import dev.sluice.core.ReasonCode;
import java.io.PrintStream;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/**
 * Seals credentials to the key of one server, which has to be the key that this user has accepted.
 * {@code SLUICE_SERVER_KEY} names it where nobody keeps a file; else the first key that is seen is
 * accepted and kept.
 */
public final class Sealing {
    private static final String VARIABLE = "SLUICE_SERVER_KEY";

    private final AdminApi admin;
    private final String server;
    private final KnownServers known;
    private final Map<String, String> environment;
    private final PrintStream err;

    /**
     * @param err where a key that is seen for the first time is shown
     */
    public Sealing(
            AdminApi admin,
            URI server,
            KnownServers known,
            Map<String, String> environment,
            PrintStream err) {
        this.admin = admin;
        this.server = server.toString();
        this.known = known;
        this.environment = environment;
        this.err = err;
    }

    /** The fingerprints of the server's key as it is now, and as it was accepted. */
    public record Fingerprints(String current, Optional<String> accepted) {}

    /**
     * The secrets as the member {@code credentials} of a request about this connection; they stay
     * open. Good for one request, within five minutes.
     *
     * @throws CommandFailure {@code SERVER_KEY_CHANGED}, and what asking the server may give
     */
    public String seal(String connection, NamedSecrets secrets) {
        ServerKey key = ServerKey.of(admin.get(ServerKey.PATH));
        check(key.fingerprint());
        return Envelope.seal(key, connection, secrets);
    }

    public Fingerprints fingerprints() {
        return new Fingerprints(ServerKey.of(admin.get(ServerKey.PATH)).fingerprint(), accepted());
    }

    /**
     * Accepts the key of this fingerprint.
     *
     * @throws CommandFailure {@code SERVER_KEY_CHANGED} when it is not the server's
     */
    public void accept(String fingerprint) {
        String current = ServerKey.of(admin.get(ServerKey.PATH)).fingerprint();
        if (!current.equals(fingerprint)) {
            throw CommandFailure.of(
                    ReasonCode.SERVER_KEY_CHANGED,
                    "The key of " + server + " is " + current + " and not the one given.");
        }
        known.accept(server, fingerprint);
    }

    private Optional<String> accepted() {
        String given = environment.getOrDefault(VARIABLE, "").strip();
        if (given.isEmpty()) {
            return known.fingerprint(server);
        }
        if (!KnownServers.isFingerprint(given)) {
            throw CommandFailure.of(
                    ReasonCode.INVALID_ARGUMENT,
                    VARIABLE + " is a fingerprint: SHA256: and 43 characters of base64.");
        }
        return Optional.of(given);
    }

    private void check(String current) {
        Optional<String> accepted = accepted();
        if (accepted.isEmpty()) {
            known.accept(server, current);
            err.println("The key of " + server + " is " + current + " (seen for the first time).");
        } else if (!accepted.get().equals(current)) {
            throw CommandFailure.of(
                    ReasonCode.SERVER_KEY_CHANGED,
                    "The key of "
                            + server
                            + " was "
                            + accepted.get()
                            + " and is "
                            + current
                            + " now: nothing was sent. Either its operator has changed it, or"
                            + " somebody stands in between. Ask the operator what 'sluice keys"
                            + " sealing' says; if it is the new one: sluice server-key --accept "
                            + current);
        }
    }
}
