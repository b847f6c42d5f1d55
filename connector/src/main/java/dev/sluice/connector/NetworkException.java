package dev.sluice.connector;

import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A connection that did not come about, and why. Drivers pass it on as a cause, where {@link
 * Diagnosis#ofNetwork} finds it. Its texts are our own and hold no secret.
 */
public final class NetworkException extends IOException {
    private static final long serialVersionUID = 1;

    private static final int CAUSES_MAX = 32;

    private final Diagnosis diagnosis;
    private final transient Map<String, Object> details;

    public NetworkException(Diagnosis diagnosis) {
        this(diagnosis, null);
    }

    public NetworkException(Diagnosis diagnosis, @Nullable Throwable cause) {
        this(diagnosis, Map.of(), cause);
    }

    /**
     * @param details for an administrator: of a tunnel {@code hop}, from 1, and {@code host_key},
     *     the fingerprint that its server showed
     */
    public NetworkException(
            Diagnosis diagnosis, Map<String, Object> details, @Nullable Throwable cause) {
        super(diagnosis.sentence(), cause);
        this.diagnosis = diagnosis;
        this.details = Map.copyOf(details);
    }

    public Diagnosis diagnosis() {
        return diagnosis;
    }

    public Map<String, Object> details() {
        return details;
    }

    /** The details of the one among an exception and its causes, empty when there is none. */
    public static Map<String, Object> detailsIn(Throwable thrown) {
        NetworkException found = in(thrown);
        return found == null ? Map.of() : found.details();
    }

    static @Nullable NetworkException in(Throwable thrown) {
        @Nullable Throwable at = thrown;
        for (int i = 0; at != null && i < CAUSES_MAX; i++, at = at.getCause()) {
            if (at instanceof NetworkException known) {
                return known;
            }
        }
        return null;
    }
}
