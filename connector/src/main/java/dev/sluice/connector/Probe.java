package dev.sluice.connector;

import java.util.List;

/**
 * What a role turned out to be.
 *
 * @param version of the server, for example {@code 18.6}
 * @param superuser whether it may do everything
 * @param readOnlyReplica whether the server itself takes no writes
 * @param canWrite tables that the role could change, as {@code schema.table}, at most {@link
 *     #CAN_WRITE_MAX}
 * @param warnings sentences for an administrator
 * @param tables how many tables and views it may read
 */
public record Probe(
        String version,
        boolean superuser,
        boolean readOnlyReplica,
        List<String> canWrite,
        List<String> warnings,
        int tables) {
    public static final int CAN_WRITE_MAX = 100;

    public Probe {
        canWrite = List.copyOf(canWrite);
        warnings = List.copyOf(warnings);
    }
}
