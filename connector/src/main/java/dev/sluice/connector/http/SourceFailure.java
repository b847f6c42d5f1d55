package dev.sluice.connector.http;

import dev.sluice.connector.Diagnosis;
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
    private final @Nullable Diagnosis diagnosis;
    private final @Nullable String state;
    private final transient Map<String, Object> details;

    private SourceFailure(
            ReasonCode code,
            @Nullable Diagnosis diagnosis,
            @Nullable String state,
            Map<String, Object> details) {
        super(diagnosis == null ? code.name() : code + " " + diagnosis, null, false, true);
        this.code = code;
        this.diagnosis = diagnosis;
        this.state = state;
        this.details = Map.copyOf(details);
    }

    public static SourceFailure of(ReasonCode code) {
        return of(code, null, Map.of());
    }

    /**
     * Of this code, with more.
     *
     * @param state the service's own code, from a list that it publishes
     */
    public static SourceFailure of(
            ReasonCode code, @Nullable String state, Map<String, Object> details) {
        return new SourceFailure(code, null, state, details);
    }

    public static SourceFailure of(Diagnosis diagnosis) {
        return of(diagnosis, null);
    }

    /** {@code SOURCE_UNAVAILABLE} for this reason. */
    public static SourceFailure of(Diagnosis diagnosis, @Nullable String state) {
        return of(diagnosis, state, Map.of());
    }

    /**
     * {@code SOURCE_UNAVAILABLE} for this reason, with more.
     *
     * @param details for an administrator
     */
    public static SourceFailure of(
            Diagnosis diagnosis, @Nullable String state, Map<String, Object> details) {
        return new SourceFailure(ReasonCode.SOURCE_UNAVAILABLE, diagnosis, state, details);
    }

    /** The service answered with what its protocol does not have. */
    public static SourceFailure unreadable() {
        return of(Diagnosis.WRONG_SERVER);
    }

    /** What a status means that no protocol gives a meaning of its own. */
    public static SourceFailure ofStatus(int status) {
        return of(
                switch (status) {
                    case 401 -> Diagnosis.LOGIN_REFUSED;
                    case 403 -> Diagnosis.NOT_PERMITTED;
                    case 429 -> Diagnosis.THROTTLED;
                    default -> status >= 500 ? Diagnosis.UNAVAILABLE : Diagnosis.WRONG_SERVER;
                });
    }

    public ReasonCode code() {
        return code;
    }

    /** Null when it is not the service that cannot be used. */
    public @Nullable Diagnosis diagnosis() {
        return diagnosis;
    }

    public boolean is(Diagnosis expected) {
        return diagnosis == expected;
    }

    /** For the caller of a query. */
    public Outcome outcome() {
        if (code == ReasonCode.CANCELLED) {
            return new Outcome.Cancelled();
        }
        return diagnosis == null
                ? new Outcome.Failed(code, state, details)
                : diagnosis.failed(state);
    }

    /** For an administrator, who is told what to do. */
    public SluiceException forAdministrator() {
        Diagnosis told = diagnosis;
        if (told == null) {
            told =
                    switch (code) {
                        case TIMEOUT -> Diagnosis.NO_ANSWER;
                        case RESULT_TOO_LARGE -> Diagnosis.WRONG_SERVER;
                        default -> Diagnosis.UNAVAILABLE;
                    };
        }
        if (state == null) {
            return told.exception(details);
        }
        Map<String, Object> more = new LinkedHashMap<>(details);
        more.put("state", state);
        return told.exception(more);
    }
}
