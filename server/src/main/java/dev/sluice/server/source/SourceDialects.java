package dev.sluice.server.source;

import dev.sluice.connector.Connector;
import dev.sluice.connector.Connectors;
import dev.sluice.core.ReasonCode;
import dev.sluice.core.SluiceException;
import dev.sluice.policy.PolicyFile;
import java.util.Map;

/**
 * Whether the guard writes the SQL that a connection's engine reads. What is right in one dialect
 * may mean something else in another, so nothing runs where the two differ.
 */
public final class SourceDialects {
    private SourceDialects() {}

    /**
     * Compares the file's dialect with the engine's; a source that the file does not name passes.
     *
     * @throws SluiceException {@code DIALECT_DISABLED} for an engine whose dialect the guard does
     *     not have, {@code POLICY_INVALID} where the file says another one
     */
    public static void check(PolicyFile file, SourceConnection connection) {
        file.exposedBy(connection.name()).ifPresent(policy -> check(connection, policy.dialect()));
    }

    /**
     * The same for the dialect of a policy that is in force.
     *
     * @throws SluiceException as {@link #check(PolicyFile, SourceConnection)}
     */
    public static void check(SourceConnection connection, String dialect) {
        Connector connector = Connectors.of(connection.settings().type());
        String known = connector.capabilities().dialect();
        if (known == null) {
            throw new SluiceException(
                    ReasonCode.DIALECT_DISABLED,
                    "The source '"
                            + connection.name()
                            + "' cannot be asked: the SQL dialect of "
                            + connector.title()
                            + " is not enabled.",
                    Map.of("source", connection.name()));
        }
        if (!known.equals(dialect)) {
            throw new SluiceException(
                    ReasonCode.POLICY_INVALID,
                    "Policy: the source '"
                            + connection.name()
                            + "' is connected to "
                            + connector.title()
                            + ", so its dialect is "
                            + known
                            + " and not "
                            + dialect
                            + ".",
                    Map.of("key", "sources." + connection.name() + ".dialect", "nearest", known));
        }
    }
}
