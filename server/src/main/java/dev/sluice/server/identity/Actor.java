package dev.sluice.server.identity;

import java.util.UUID;

/**
 * Who does something, as audit records name them.
 *
 * @param id of an account or a client; or one of the constants here
 */
public record Actor(String id) {
    /** Whoever runs commands on the server's host. */
    public static final Actor OPERATOR = new Actor("operator");

    /** The server itself, on its schedule. */
    public static final Actor SERVER = new Actor("server");

    /** Somebody who has not shown who they are. */
    public static final Actor STRANGER = new Actor("stranger");

    public static Actor account(UUID id) {
        return new Actor(id.toString());
    }

    public static Actor client(String id) {
        return new Actor(id);
    }
}
