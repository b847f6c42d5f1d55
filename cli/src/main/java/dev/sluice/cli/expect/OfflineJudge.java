package dev.sluice.cli.expect;

import dev.sluice.cli.client.Json;
import dev.sluice.core.ReasonCode;
import dev.sluice.core.Schema;
import dev.sluice.core.SluiceException;
import dev.sluice.policy.Explainer;
import dev.sluice.policy.PolicyFile;
import dev.sluice.policy.PolicyTests.Expectation;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Decides with schema files; there are no rows. */
public final class OfflineJudge implements Judge {
    private final PolicyFile policy;
    private final Explainer explainer;

    /**
     * @param catalogues by the source's name
     */
    public OfflineJudge(PolicyFile policy, Map<String, Schema> catalogues) {
        this.policy = policy;
        this.explainer =
                new Explainer(
                        policy,
                        source ->
                                Optional.ofNullable(catalogues.get(source))
                                        .orElseThrow(() ->
                                                new SluiceException(
                                                        ReasonCode.INVALID_ARGUMENT,
                                                        "No schema file was given for the source '"
                                                                + source
                                                                + "'.")));
    }

    @Override
    public JsonNode explanation(Expectation asked) {
        return Json.MAPPER.valueToTree(
                explainer.explain(
                        policy.who(asked.as(), asked.agent()),
                        asked.source(),
                        asked.sql(),
                        asked.claims()));
    }

    @Override
    public Optional<JsonNode> rows(Expectation asked) {
        return Optional.empty();
    }
}
