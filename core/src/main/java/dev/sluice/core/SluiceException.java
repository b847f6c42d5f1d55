package dev.sluice.core;

import java.util.Map;
import java.util.Objects;

/**
 * A failure that a caller is told about, as opposed to a refusal, which is a value. The message is
 * shown to the caller: it never holds a secret, a row filter or a driver's text.
 */
public final class SluiceException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final ReasonCode code;
    private final transient Map<String, Object> details;

    public SluiceException(ReasonCode code, String message) {
        this(code, message, Map.of());
    }

    public SluiceException(ReasonCode code, String message, Map<String, Object> details) {
        super(message);
        this.code = code;
        this.details = Map.copyOf(details);
    }

    /** With a cause for our own log; its text is not shown to the caller. */
    public SluiceException(ReasonCode code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
        this.details = Map.of();
    }

    public ReasonCode code() {
        return code;
    }

    public Map<String, Object> details() {
        return details;
    }

    /** What the caller is told; there always is something. */
    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }
}
