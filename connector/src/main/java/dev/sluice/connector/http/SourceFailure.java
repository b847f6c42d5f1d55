package dev.sluice.connector.http;

import dev.sluice.connector.Outcome;
import dev.sluice.core.ReasonCode;
import dev.sluice.core.SluiceException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Why a service gave no answer, in words of our own: what it wrote may quote values of rows or a
 * secret and is nowhere in here.
 */
public final class SourceFailure extends Exception {
    private static final long serialVersionUID = 1;

    private final ReasonCode code;
    private final @Nullable String state;
    private final transient Map<String, Object> details;

    public SourceFailure(ReasonCode code, @Nullable String state, Map<String, Object> details) {
        super(code.name(), null, false, true);
        this.code = code;
        this.state = state;
        this.details = Map.copyOf(details);
    }

    public static SourceFailure of(ReasonCode code) {
        return new SourceFailure(code, null, Map.of());
    }

    /** {@code SOURCE_UNAVAILABLE}, with a reason that {@link #forAdministrator} has a word for. */
    public static SourceFailure unavailable(String reason) {
        return new SourceFailure(ReasonCode.SOURCE_UNAVAILABLE, null, Map.of("reason", reason));
    }

    /** The service answered with what its protocol does not have. */
    public static SourceFailure unreadable() {
        return unavailable("unreadable_answer");
    }

    public ReasonCode code() {
        return code;
    }

    /** For the caller of a query. */
    public Outcome outcome() {
        return code == ReasonCode.CANCELLED
                ? new Outcome.Cancelled()
                : new Outcome.Failed(code, state, details);
    }

    /** For an administrator, who is told in a sentence. */
    public SluiceException forAdministrator() {
        Map<String, Object> told = new LinkedHashMap<>(details);
        if (state != null) {
            told.put("state", state);
        }
        String reason = String.valueOf(details.getOrDefault("reason", ""));
        return new SluiceException(
                ReasonCode.SOURCE_UNAVAILABLE,
                code == ReasonCode.TIMEOUT ? sentence("no_answer") : sentence(reason),
                told);
    }

    private static String sentence(String reason) {
        return switch (reason) {
            case "unknown_host" -> "The host's name is not known.";
            case "connection_refused" -> "Nothing accepts connections at this host and port.";
            case "no_answer" -> "The service did not answer in time.";
            case "tls_failed" ->
                    "The encrypted connection failed: check the TLS mode, the certificate and the"
                            + " CA.";
            case "login_refused" -> "The service refused the credential.";
            case "token_refused" ->
                    "The token endpoint refused the credential; details.oauth_error says why.";
            case "not_permitted" -> "The identity lacks a privilege.";
            case "unknown_database" -> "There is no database of this name, or it is not visible.";
            case "too_many_requests" -> "The service takes no more requests for now.";
            case "connection_lost" -> "The service ended the connection.";
            case "unreadable_answer" ->
                    "What answers is not this engine, or a version that is not understood.";
            case "answer_too_large" -> "The answer is larger than may be read.";
            case "settings_fixed" ->
                    "The user's profile has readonly = 1, so that no limits can be set: use 2.";
            default -> "The service cannot be used.";
        };
    }
}
