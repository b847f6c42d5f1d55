package dev.sluice.server.api;

import dev.sluice.connector.Power;
import dev.sluice.connector.Probe;
import java.util.List;

/**
 * What a test of a connection found, as it is shown.
 *
 * @param clientAddress where the database sees us come from; empty when it does not say
 */
record ShownProbe(
        String version,
        String clientAddress,
        boolean encrypted,
        boolean readOnlyReplica,
        boolean superuser,
        List<String> canWrite,
        int tables,
        List<ShownPower> powers) {

    /**
     * @param remedy what an administrator of the database runs to take the power away
     */
    record ShownPower(String kind, String message, List<String> subjects, List<String> remedy) {
        static ShownPower of(Power power) {
            return new ShownPower(
                    power.kind().wireName(), power.sentence(), power.subjects(), power.remedy());
        }
    }

    static ShownProbe of(Probe probe) {
        return new ShownProbe(
                probe.version(),
                probe.clientAddress(),
                probe.encrypted(),
                probe.readOnlyReplica(),
                probe.superuser(),
                probe.canWrite(),
                probe.tables(),
                probe.powers().stream().map(ShownPower::of).toList());
    }
}
