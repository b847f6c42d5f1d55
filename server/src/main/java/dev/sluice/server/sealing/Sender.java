package dev.sluice.server.sealing;

import dev.sluice.core.Principal;

/**
 * Who sealed credentials, and what for. All of it stands in the sealed text's header, which is
 * authenticated with it: what somebody else sealed, or what was sealed for another connection, does
 * not open.
 *
 * @param user the account, or the client that acts for itself
 * @param connection the connection's name
 */
public record Sender(String tenant, String user, String connection) {
    public static Sender of(Principal principal, String connection) {
        return new Sender(principal.tenant().value(), principal.user(), connection);
    }
}
