package dev.sluice.server.identity;

import dev.sluice.core.ReasonCode;
import dev.sluice.core.SluiceException;
import java.util.regex.Pattern;

/**
 * That a client is a named agent of its tenant's policy. Whether the policy in force has an agent
 * of this name is found out at each call.
 *
 * @param agent its name in the policy file
 * @param exchanges whether it may exchange people's access tokens for its own (RFC 8693)
 */
public record Agency(String agent, boolean exchanges) {
    /** The names that a policy file can give to an agent. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@-]{0,126}");

    /**
     * Checks the name's form.
     *
     * @throws SluiceException {@code INVALID_ARGUMENT}
     */
    public Agency {
        if (!NAME.matcher(agent).matches()) {
            throw new SluiceException(
                    ReasonCode.INVALID_ARGUMENT,
                    "An agent's name is 1 to 127 letters, digits, '.', '_', '@' or '-', and starts"
                            + " with a letter or digit.");
        }
    }
}
