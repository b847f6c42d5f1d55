package dev.sluice.server.mcp;

import dev.sluice.server.access.Authentication;
import dev.sluice.server.access.Authentication.Authenticated;
import java.util.function.Supplier;

/**
 * What all messages of one HTTP request share.
 *
 * @param caller who sent it
 * @param connection the connection that it came in on
 * @param again checks the request's credentials once more, for answers that last
 */
record Exchange(
        Authenticated caller,
        Headers headers,
        String requestId,
        Connection connection,
        Supplier<Authentication> again) {}
