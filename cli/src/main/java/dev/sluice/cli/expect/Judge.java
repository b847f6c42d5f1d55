package dev.sluice.cli.expect;

import dev.sluice.policy.PolicyTests.Expectation;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Says what becomes of a question. */
public interface Judge {
    /**
     * The decision and its reasons, as {@code policy explain} shows them.
     *
     * @throws dev.sluice.core.SluiceException offline, when there is no decision
     * @throws dev.sluice.cli.client.CommandFailure on a server, when there is no decision
     */
    JsonNode explanation(Expectation asked);

    /** Columns and rows of an allowed question; empty where there is no database to ask. */
    Optional<JsonNode> rows(Expectation asked);
}
