package dev.sluice.server.access;

import com.nimbusds.jwt.JWTClaimsSet;
import java.text.ParseException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who acts, if not the subject itself: {@code act} names the agent that acts for a person (RFC 8693
 * section 4.1), {@code agent} the one that a client is which acts for itself.
 *
 * @param valid whether the claims are of a form that we issue: at most one actor, and no more than
 *     its name
 */
record Actor(@Nullable String delegated, @Nullable String alone, boolean valid) {
    private static final Actor INVALID = new Actor(null, null, false);

    static Actor of(JWTClaimsSet set) throws ParseException {
        Object act = set.getClaim("act");
        String alone = set.getStringClaim("agent");
        if (act == null) {
            return new Actor(null, alone, true);
        }
        return act instanceof Map<?, ?> actor
                        && actor.size() == 1
                        && actor.get("sub") instanceof String name
                ? new Actor(name, alone, true)
                : INVALID;
    }

    /** The agent's name, null when there is none. */
    @Nullable String agent() {
        return delegated == null ? alone : delegated;
    }

    /** Whether this goes with such a subject. */
    boolean fits(boolean subjectIsClient) {
        return valid && (subjectIsClient ? delegated == null : alone == null);
    }
}
