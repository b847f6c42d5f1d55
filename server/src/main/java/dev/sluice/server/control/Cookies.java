package dev.sluice.server.control;

import dev.sluice.server.access.PublicUrl;

/** How our cookies are called. */
final class Cookies {
    private Cookies() {}

    /**
     * With the prefix that keeps other hosts of the domain from setting it, where TLS allows it.
     */
    static String name(PublicUrl url, String purpose) {
        return (url.https() ? "__Host-sluice_" : "sluice_") + purpose;
    }
}
