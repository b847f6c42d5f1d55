package dev.sluice.cli.offline;

import dev.sluice.core.Policy;
import dev.sluice.core.ReasonCode;
import dev.sluice.core.Schema;
import dev.sluice.core.SluiceException;
import dev.sluice.guard.Decision;
import dev.sluice.guard.Guard;
import dev.sluice.policy.Explained;
import dev.sluice.policy.NearestName;
import dev.sluice.policy.PolicyFile;
import dev.sluice.policy.PolicyProblem;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/** The guard under everything that a policy file exposes of a source, compiled once per source. */
public final class OfflineGuard {
    private final PolicyFile policy;
    private final Schema schema;
    private final String source;
    private final Map<String, Guard> guards = new HashMap<>();

    /**
     * Checks that the policy fits the schema.
     *
     * @param source the source that is asked when a question names none
     * @param schema what the sources' database holds
     * @param dialect the dialect that the source is expected to have
     * @throws SluiceException {@code SOURCE_UNKNOWN}, {@code POLICY_INVALID} or {@code
     *     INVALID_ARGUMENT}
     */
    public OfflineGuard(PolicyFile policy, String source, Schema schema, Optional<String> dialect) {
        this.policy = policy;
        this.schema = schema;
        this.source = source;
        String actual = exposed(source).dialect();
        if (!dialect.orElse(actual).equals(actual)) {
            throw new SluiceException(
                    ReasonCode.INVALID_ARGUMENT,
                    "The source '" + source + "' speaks " + actual + " according to the policy.");
        }
        guard(source);
    }

    /**
     * Decides on one text.
     *
     * @param from the source, empty for the one given at the start
     * @param claims what row filters may refer to
     * @throws SluiceException as the constructor, for another source
     */
    public Decision check(String sql, Optional<String> from, Map<String, String> claims) {
        return guard(from.orElse(source)).check(sql, claims);
    }

    /** The decision of {@link #check} with its reasons, for whoever wrote the policy. */
    public SequencedMap<String, Object> explain(String sql, Map<String, String> claims) {
        return Explained.of("everybody", source, guard(source).explain(sql, claims));
    }

    private Guard guard(String name) {
        Guard known = guards.get(name);
        if (known != null) {
            return known;
        }
        Policy exposed = exposed(name);
        List<PolicyProblem> problems = policy.validate(Map.of(name, schema));
        if (!problems.isEmpty()) {
            throw problems.getFirst().asException();
        }
        Guard compiled = Guard.of(exposed, schema);
        guards.put(name, compiled);
        return compiled;
    }

    private Policy exposed(String name) {
        return policy.exposedBy(name)
                .orElseThrow(() ->
                        new SluiceException(
                                ReasonCode.SOURCE_UNKNOWN,
                                "The policy has no source '"
                                        + name
                                        + "'."
                                        + NearestName.to(name, policy.sources())
                                                .map(near -> " Did you mean '" + near + "'?")
                                                .orElse("")));
    }
}
