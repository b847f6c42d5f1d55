package dev.sluice.connector;

import dev.sluice.core.Principal;

/**
 * What the database's own log and activity view show of a query, so that both can be matched with
 * the audit: at most 63 printable ASCII characters.
 */
public record SessionTag(String value) {
    /** PostgreSQL cuts {@code application_name} here. */
    public static final int BYTES_MAX = 63;

    /** Cuts what is too long and replaces what is not printable ASCII. */
    public SessionTag {
        StringBuilder printable = new StringBuilder(BYTES_MAX);
        for (int i = 0; i < value.length() && i < BYTES_MAX; i++) {
            char c = value.charAt(i);
            printable.append(c >= ' ' && c <= '~' ? c : '?');
        }
        value = printable.toString();
    }

    /** Receipt first, since it survives the cut and leads to the rest. */
    public static SessionTag of(Principal principal, String receipt) {
        String agent = principal.agent() == null ? "" : "/" + principal.agent();
        return new SessionTag("sluice " + receipt + " " + principal.user() + agent);
    }
}
