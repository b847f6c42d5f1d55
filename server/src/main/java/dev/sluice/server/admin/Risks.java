package dev.sluice.server.admin;

import dev.sluice.connector.Connector;
import dev.sluice.connector.Power;
import dev.sluice.connector.Probe;
import dev.sluice.core.ReasonCode;
import dev.sluice.core.SluiceException;
import dev.sluice.server.source.Acceptance;
import dev.sluice.server.source.Findings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What a connection is refused for until an owner accepts it. */
final class Risks {
    private Risks() {}

    static SluiceException experimental(Connector connector) {
        return new SluiceException(
                ReasonCode.ENGINE_EXPERIMENTAL,
                "The connector of "
                        + connector.title()
                        + " is experimental: no real server has judged it. An owner can accept"
                        + " that with --accept-experimental.",
                Map.of("accept", List.of(Acceptance.EXPERIMENTAL.wireName())));
    }

    /**
     * Refuses a role that can do more than read, unless that was accepted.
     *
     * @throws SluiceException {@code ROLE_TOO_POWERFUL} with what it can do and how to take it away
     */
    static void check(Probe probe, Set<Acceptance> accepted) {
        List<String> powers = new ArrayList<>();
        List<String> fix = new ArrayList<>();
        Set<String> accept = new TreeSet<>();
        for (Power power : probe.powers()) {
            Acceptance needed = Findings.needed(power.kind().reach());
            if (needed != null && !accepted.contains(needed)) {
                powers.add(power.sentence());
                fix.addAll(power.remedy());
                accept.add(needed.wireName());
            }
        }
        if (!powers.isEmpty()) {
            throw new SluiceException(
                    ReasonCode.ROLE_TOO_POWERFUL,
                    "The role can do more than read. Use a dedicated one (sluice db connect"
                            + " --print-setup-sql), or take it away from this one; an owner can"
                            + " accept it with "
                            + String.join(
                                    " and ", accept.stream().map(it -> "--accept-" + it).toList())
                            + ".",
                    Map.of(
                            "powers", powers,
                            "fix", fix,
                            "accept", List.copyOf(accept)));
        }
    }
}
