package dev.sluice.server.keyservice;

import dev.sluice.core.ReasonCode;
import dev.sluice.core.SluiceException;
import java.util.Locale;
import java.util.Map;

/** Why a service did not do what it was asked. Its own words are left out: they may quote ours. */
enum ServiceFailure {
    UNREACHABLE("cannot be reached"),
    TIMEOUT("does not answer in time"),
    FORBIDDEN("does not let us: look at the credentials and at what they permit"),
    NOT_FOUND("does not have the key: look at its name, and at the region or address"),
    BUSY("is out of order or asks us to slow down"),
    REJECTED("does not accept the request: look at the kind of the key"),
    BAD_ANSWER("answers with something else than the service should");

    private final String text;

    ServiceFailure(String text) {
        this.text = text;
    }

    /** What an HTTP status other than 200 means. */
    static ServiceFailure of(int status) {
        return switch (status) {
            case 401, 403 -> FORBIDDEN;
            case 404 -> NOT_FOUND;
            case 400, 405, 409, 412, 422 -> REJECTED;
            default -> status == 429 || status >= 500 ? BUSY : BAD_ANSWER;
        };
    }

    SluiceException of(String service) {
        return new SluiceException(
                ReasonCode.KEY_SERVICE_UNAVAILABLE,
                service + " " + text + ".",
                Map.of("service", service, "reason", name().toLowerCase(Locale.ROOT)));
    }
}
