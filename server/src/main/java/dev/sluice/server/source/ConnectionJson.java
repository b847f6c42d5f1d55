package dev.sluice.server.source;

import dev.sluice.connector.ConnectionMode;
import dev.sluice.connector.ConnectionSettings;
import dev.sluice.connector.Power;
import dev.sluice.connector.Probe;
import dev.sluice.connector.TlsMode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The JSON columns of {@code warehouse_connections}. */
final class ConnectionJson {
    private static final JsonMapper JSON = JsonMapper.shared();

    private ConnectionJson() {}

    static String settings(ConnectionSettings settings) {
        ObjectNode node =
                JSON.createObjectNode()
                        .put("host", settings.host())
                        .put("port", settings.port())
                        .put("database", settings.database())
                        .put("user", settings.user())
                        .put("tls", settings.tls().wireName())
                        .put("mode", settings.mode().wireName())
                        .put("plaintext_allowed", settings.plaintextAllowed());
        if (settings.caPem() != null) {
            node.put("ca", settings.caPem());
        }
        return JSON.writeValueAsString(node);
    }

    static ConnectionSettings settings(String type, String json) {
        JsonNode node = JSON.readTree(json);
        return new ConnectionSettings(
                type,
                node.path("host").asString(),
                node.path("port").asInt(),
                node.path("database").asString(),
                node.path("user").asString(),
                TlsMode.of(node.path("tls").asString()),
                text(node.get("ca")),
                ConnectionMode.of(node.path("mode").asString()),
                node.path("plaintext_allowed").asBoolean());
    }

    private static @Nullable String text(@Nullable JsonNode node) {
        return node == null ? null : node.asString();
    }

    static String probe(Probe probe) {
        ObjectNode node =
                JSON.createObjectNode()
                        .put("version", probe.version())
                        .put("client_address", probe.clientAddress())
                        .put("encrypted", probe.encrypted())
                        .put("read_only_replica", probe.readOnlyReplica())
                        .put("tables", probe.tables());
        ArrayNode powers = node.putArray("powers");
        for (Power power : probe.powers()) {
            ObjectNode written = powers.addObject().put("kind", power.kind().wireName());
            power.subjects().forEach(written.putArray("subjects")::add);
            power.remedy().forEach(written.putArray("remedy")::add);
        }
        probe.warnings().forEach(node.putArray("warnings")::add);
        return JSON.writeValueAsString(node);
    }

    static Probe probe(String json) {
        JsonNode node = JSON.readTree(json);
        List<Power> powers = new ArrayList<>();
        for (JsonNode power : node.path("powers")) {
            powers.add(
                    new Power(
                            Power.Kind.of(power.path("kind").asString()),
                            texts(power.path("subjects")),
                            texts(power.path("remedy"))));
        }
        return new Probe(
                node.path("version").asString(),
                node.path("client_address").asString(""),
                node.path("encrypted").asBoolean(),
                node.path("read_only_replica").asBoolean(),
                powers,
                texts(node.path("warnings")),
                node.path("tables").asInt());
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(item -> texts.add(item.asString()));
        return texts;
    }
}
