package dev.sluice.server.source;

import dev.sluice.connector.ConnectionSettings;
import dev.sluice.core.ReasonCode;
import dev.sluice.core.SluiceException;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A connection as an administrator describes it.
 *
 * @param name the source's name in policy files
 * @param accepted what an owner accepts about it
 */
public record NewConnection(String name, ConnectionSettings settings, Set<Acceptance> accepted) {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_-]{0,62}");

    /**
     * @throws SluiceException {@code INVALID_ARGUMENT}
     */
    public NewConnection {
        accepted = Set.copyOf(accepted);
        if (!NAME.matcher(name).matches()) {
            throw new SluiceException(
                    ReasonCode.INVALID_ARGUMENT,
                    "name is a lower-case letter and then at most 62 lower-case letters, digits,"
                            + " dashes or underscores.",
                    Map.of("argument", "name"));
        }
    }
}
