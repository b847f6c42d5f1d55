package dev.sluice.connector;

import dev.sluice.core.Principal;

/**
 * What the database's own log and activity view show of a query: who asks, through which agent or
 * client, and the beginning of the receipt, which leads to the audit record. At most 63 printable
 * ASCII characters.
 */
public record SessionTag(String value) {
    /** PostgreSQL cuts {@code application_name} here. */
    public static final int BYTES_MAX = 63;

    /** With the time, enough to find the record of a receipt. */
    private static final int RECEIPT_CHARACTERS = 8;

    /** What is left to the agent or client when the user's name is long. */
    private static final int THROUGH_CHARACTERS_MIN = 16;

    /** Cuts what is too long and replaces what is not printable ASCII. */
    public SessionTag {
        StringBuilder printable = new StringBuilder(BYTES_MAX);
        for (int i = 0; i < value.length() && i < BYTES_MAX; i++) {
            char c = value.charAt(i);
            printable.append(c >= ' ' && c <= '~' ? c : '?');
        }
        value = printable.toString();
    }

    /**
     * {@code sluice <receipt> <user>/<agent>}: the user as policies know them, and the client where
     * there is no agent. Who acts for itself has no second part. Both parts are cut if they must
     * be, so that each keeps its beginning.
     */
    public static SessionTag of(Principal principal, String receipt) {
        String prefix = "sluice " + cut(receipt, RECEIPT_CHARACTERS) + " ";
        int room = BYTES_MAX - prefix.length();
        String agent = principal.agent();
        if (principal.actsForItself()) {
            return new SessionTag(prefix + (agent == null ? principal.client() : agent));
        }
        String through = "/" + (agent == null ? principal.client() : agent);
        String user = principal.bindingName();
        int forUser = Math.max(room - through.length(), room - THROUGH_CHARACTERS_MIN);
        return new SessionTag(prefix + cut(user, forUser) + through);
    }

    private static String cut(String text, int characters) {
        return text.substring(0, Math.min(text.length(), characters));
    }
}
