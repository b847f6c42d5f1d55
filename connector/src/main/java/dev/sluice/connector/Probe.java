package dev.sluice.connector;

import java.util.List;

/**
 * What a role turned out to be. What the settings and the credential are like (identity of the
 * server unchecked, a weak password) is told from them, and not a matter of the engine's.
 *
 * @param version of the server, for example {@code 18.6}
 * @param clientAddress where the database sees us come from; empty when it does not say
 * @param encrypted whether the session is, or crosses no network
 * @param readOnlyReplica whether the server itself takes no writes
 * @param powers what the role could do beyond reading, at most one of each kind
 * @param warnings the engine's own sentences for an administrator, about anything else
 * @param tables how many tables and views it may read
 */
public record Probe(
        String version,
        String clientAddress,
        boolean encrypted,
        boolean readOnlyReplica,
        List<Power> powers,
        List<String> warnings,
        int tables) {

    public Probe {
        powers = List.copyOf(powers);
        warnings = List.copyOf(warnings);
    }

    /** Whether nothing in the database limits the role. */
    public boolean superuser() {
        return powers.stream().anyMatch(power -> power.kind() == Power.Kind.SUPERUSER);
    }

    /** Tables that the role could change, as {@code schema.table}. */
    public List<String> canWrite() {
        return powers.stream()
                .filter(power -> power.kind() == Power.Kind.WRITE)
                .flatMap(power -> power.subjects().stream())
                .toList();
    }

    /** Whether a power reaches this far. */
    public boolean reaches(Power.Reach reach) {
        return powers.stream().anyMatch(power -> power.kind().reach() == reach);
    }
}
