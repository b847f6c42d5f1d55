package dev.sluice.guard.refusal;

import dev.sluice.core.ReasonCode;
import org.jspecify.annotations.Nullable;

/**
 * Ends a check early from any depth: thrown inside this module only, and turned into a value at its
 * border. It carries no stack trace, so that refusing costs no more than allowing.
 */
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final ReasonCode code;
    private final @Nullable String token;
    private final int position;
    private final @Nullable String hint;

    public Refusal(ReasonCode code, String message, @Nullable String token, int position) {
        this(code, message, token, position, null);
    }

    public Refusal(
            ReasonCode code,
            String message,
            @Nullable String token,
            int position,
            @Nullable String hint) {
        super(message, null, false, false);
        this.code = code;
        this.token = token;
        this.position = position;
        this.hint = hint;
    }

    public static Refusal syntax(String message, @Nullable String token, int position) {
        return new Refusal(ReasonCode.SYNTAX_ERROR, message, token, position);
    }

    public static Refusal tooComplex(String message, int position) {
        return new Refusal(ReasonCode.QUERY_TOO_COMPLEX, message, null, position);
    }

    public ReasonCode code() {
        return code;
    }

    /** One sentence for whoever wrote the text. */
    public String message() {
        String message = getMessage();
        return message == null ? "" : message;
    }

    public @Nullable String token() {
        return token;
    }

    /** Where the refused token starts, in UTF-16 units from 0. */
    public int position() {
        return position;
    }

    public @Nullable String hint() {
        return hint;
    }
}
