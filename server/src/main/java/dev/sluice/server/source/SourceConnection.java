package dev.sluice.server.source;

import dev.sluice.connector.AuthMethod;
import dev.sluice.connector.ConnectionSettings;
import dev.sluice.connector.Probe;
import dev.sluice.core.Schema;
import dev.sluice.vault.Cell;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;

/**
 * A connection to a database, as it stands in the store. Its name is the source's name in the
 * policy file.
 *
 * @param secrets sealed for the cell {@link #cell}
 * @param credentialVersion counts the secrets it has had
 * @param rotatedAt when its present secrets were given
 * @param weakPassword whether its password is one that can be guessed
 * @param accepted what an owner accepted about it
 * @param tested what its last test found
 */
public record SourceConnection(
        UUID id,
        String name,
        ConnectionSettings settings,
        SealedSecrets secrets,
        int credentialVersion,
        String createdBy,
        Instant createdAt,
        Instant testedAt,
        Instant rotatedAt,
        boolean weakPassword,
        Set<Acceptance> accepted,
        Tested tested) {

    public SourceConnection {
        accepted = Set.copyOf(accepted);
    }

    /** What the role turned out to be when it was last tested. */
    public Probe probe() {
        return tested.probe();
    }

    /** Everything that the role may read, as of the last test. */
    public Schema catalogue() {
        return tested.catalogue();
    }

    /** Whether there is something about it that can grow old. */
    public boolean hasCredential() {
        return settings.auth() != AuthMethod.NONE;
    }

    /** The same after another test. */
    public SourceConnection tested(Tested now, Instant at) {
        return new SourceConnection(
                id,
                name,
                settings,
                secrets,
                credentialVersion,
                createdBy,
                createdAt,
                at,
                rotatedAt,
                weakPassword,
                accepted,
                now);
    }

    /** Where the secrets stand. */
    static Cell cell(UUID id) {
        return new Cell("warehouse_connections", id.toString(), "sealed_password");
    }
}
