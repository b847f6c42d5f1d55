package dev.sluice.server.source;

import dev.sluice.connector.ConnectionSettings;
import dev.sluice.connector.Probe;
import dev.sluice.core.Schema;
import dev.sluice.vault.Cell;
import java.time.Instant;
import java.util.UUID;

/**
 * A connection to a database, as it stands in the store. Its name is the source's name in the
 * policy file.
 *
 * @param secrets sealed for the cell {@link #cell}
 * @param credentialVersion counts the secrets it has had
 * @param probe what the role turned out to be when it was last tested
 * @param catalogue everything that the role may read, as of the last test
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
        Probe probe,
        Schema catalogue) {

    /** Where the secrets stand. */
    static Cell cell(UUID id) {
        return new Cell("warehouse_connections", id.toString(), "sealed_password");
    }
}
