package dev.sluice.connector.oauth;

import dev.sluice.connector.http.Origin;

/** Where tokens are asked for (RFC 6749 section 3.2). */
public record TokenEndpoint(Origin origin, String path) {
    /**
     * Reads an address that begins with {@code https://}.
     *
     * @throws dev.sluice.core.SluiceException {@code INVALID_ARGUMENT} naming the argument
     */
    public static TokenEndpoint of(String address, String argument) {
        return new TokenEndpoint(Origin.of(address, argument), Origin.pathOf(address, argument));
    }

    /** As an assertion names its audience: without the port that everybody uses. */
    String audience() {
        return "https://"
                + origin.host()
                + (origin.port() == 443 ? "" : ":" + origin.port())
                + path;
    }
}
