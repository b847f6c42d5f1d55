package dev.sluice.server.session;

import dev.sluice.server.identity.Methods;
import java.time.Instant;

/**
 * A browser in which somebody is signed in, as it is listed.
 *
 * @param id names the session; opens nothing
 * @param seenAt the last request, to the minute
 */
public record Session(
        String id, Instant createdAt, Instant seenAt, Methods methods, Browser browser) {}
