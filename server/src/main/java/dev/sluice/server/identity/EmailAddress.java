package dev.sluice.server.identity;

import dev.sluice.core.ReasonCode;
import dev.sluice.core.SluiceException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An e-mail address in lower case, of the form that the HTML standard lets into an e-mail field.
 *
 * @param value at most 254 characters
 */
public record EmailAddress(String value) {
    public static final int CHARACTERS_MAX = 254;

    private static final Pattern FORM =
            Pattern.compile(
                    "[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}+"
                            + "@[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
                            + "(?:\\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*+");

    public EmailAddress {
        if (value.length() > CHARACTERS_MAX || !FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("not an e-mail address in lower case");
        }
    }

    /** Reads what a person typed; empty when it is no e-mail address. */
    public static Optional<EmailAddress> parse(String typed) {
        String value = typed.strip().toLowerCase(Locale.ROOT);
        return value.length() <= CHARACTERS_MAX && FORM.matcher(value).matches()
                ? Optional.of(new EmailAddress(value))
                : Optional.empty();
    }

    /**
     * Reads what a person typed.
     *
     * @throws SluiceException {@code INVALID_ARGUMENT} when it is no e-mail address
     */
    public static EmailAddress require(String typed) {
        return parse(typed)
                .orElseThrow(() ->
                        new SluiceException(
                                ReasonCode.INVALID_ARGUMENT,
                                "Please give an e-mail address such as ana@example.org."));
    }

    @Override
    public String toString() {
        return value;
    }
}
