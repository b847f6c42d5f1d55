package dev.sluice.cli.expect;

import dev.sluice.cli.client.AdminApi;
import dev.sluice.cli.client.Json;
import dev.sluice.policy.PolicyTests.Expectation;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Asks a server, under a policy that need not be applied. */
public final class ServerJudge implements Judge {
    private final AdminApi server;
    private final String policy;

    /**
     * @param policy the file's text
     */
    public ServerJudge(AdminApi server, String policy) {
        this.server = server;
        this.policy = policy;
    }

    @Override
    public JsonNode explanation(Expectation asked) {
        return server.post("/api/v1/policy/explain", Optional.of(body(asked)));
    }

    @Override
    public Optional<JsonNode> rows(Expectation asked) {
        return Optional.of(server.postForData("/api/v1/policy/try", body(asked)));
    }

    private AdminApi.Body body(Expectation asked) {
        ObjectNode body =
                Json.MAPPER
                        .createObjectNode()
                        .put("sql", asked.sql())
                        .put("as", asked.as())
                        .put("policy", policy);
        asked.agent().ifPresent(agent -> body.put("agent", agent));
        asked.source().ifPresent(source -> body.put("source", source));
        body.set("claims", Json.MAPPER.valueToTree(asked.claims()));
        return AdminApi.Body.json(Json.MAPPER.writeValueAsBytes(body));
    }
}
