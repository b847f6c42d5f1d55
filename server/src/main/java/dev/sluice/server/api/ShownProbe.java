package dev.sluice.server.api;

import dev.sluice.connector.Power;
import dev.sluice.connector.Probe;
import java.util.ArrayList;
import java.util.List;

/**
 * What a test of a connection found, as it is shown.
 *
 * @param warnings sentences: about the powers, and everything else
 */
record ShownProbe(
        String version,
        String clientAddress,
        boolean encrypted,
        boolean readOnlyReplica,
        boolean superuser,
        List<String> canWrite,
        int tables,
        List<ShownPower> powers,
        List<String> warnings) {

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
        List<String> warnings =
                new ArrayList<>(probe.powers().stream().map(Power::sentence).toList());
        if (!probe.encrypted()) {
            warnings.add("The connection is not encrypted.");
        }
        warnings.addAll(probe.warnings());
        return new ShownProbe(
                probe.version(),
                probe.clientAddress(),
                probe.encrypted(),
                probe.readOnlyReplica(),
                probe.superuser(),
                probe.canWrite(),
                probe.tables(),
                probe.powers().stream().map(ShownPower::of).toList(),
                warnings);
    }
}
