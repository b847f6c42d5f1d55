package dev.sluice.server.source;

import dev.sluice.connector.AuthMethod;
import dev.sluice.connector.ConnectionMode;
import dev.sluice.connector.ConnectionSettings;
import dev.sluice.connector.Power;
import dev.sluice.connector.Probe;
import dev.sluice.connector.SshAuth;
import dev.sluice.connector.SshHop;
import dev.sluice.connector.SshTunnel;
import dev.sluice.connector.TlsMode;
import dev.sluice.connector.TlsSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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
                        .put("tls", settings.tls().mode().wireName())
                        .put("mode", settings.mode().wireName())
                        .put("auth", settings.auth().wireName())
                        .put("plaintext_allowed", settings.tls().plaintextAllowed());
        if (settings.tls().caPem() != null) {
            node.put("ca", settings.tls().caPem());
        }
        if (settings.tls().clientCertificatePem() != null) {
            node.put("client_certificate", settings.tls().clientCertificatePem());
        }
        if (settings.ssh() != null) {
            ArrayNode hops = node.putArray("ssh");
            settings.ssh().hops().forEach(hop -> put(hops.addObject(), hop));
        }
        ObjectNode options = node.putObject("options");
        new TreeMap<>(settings.options()).forEach(options::put);
        return JSON.writeValueAsString(node);
    }

    private static void put(ObjectNode node, SshHop hop) {
        node.put("host", hop.host())
                .put("port", hop.port())
                .put("user", hop.user())
                .put("auth", hop.auth().wireName());
        if (hop.hostKey() != null) {
            node.put("host_key", hop.hostKey());
        }
    }

    static ConnectionSettings settings(String type, String json) {
        JsonNode node = JSON.readTree(json);
        return new ConnectionSettings(
                type,
                node.path("host").asString(),
                node.path("port").asInt(),
                node.path("database").asString(),
                node.path("user").asString(),
                new TlsSettings(
                        TlsMode.of(node.path("tls").asString()),
                        text(node.get("ca")),
                        text(node.get("client_certificate")),
                        node.path("plaintext_allowed").asBoolean()),
                ConnectionMode.of(node.path("mode").asString()),
                AuthMethod.of(node.path("auth").asString("password")),
                ssh(node.path("ssh")),
                options(node.path("options")));
    }

    private static @Nullable SshTunnel ssh(JsonNode hops) {
        List<SshHop> read = new ArrayList<>();
        for (JsonNode hop : hops) {
            read.add(
                    new SshHop(
                            hop.path("host").asString(),
                            hop.path("port").asInt(),
                            hop.path("user").asString(),
                            SshAuth.of(hop.path("auth").asString()),
                            text(hop.get("host_key"))));
        }
        return read.isEmpty() ? null : new SshTunnel(read);
    }

    private static Map<String, String> options(JsonNode node) {
        Map<String, String> options = new TreeMap<>();
        node.properties()
                .forEach(option -> options.put(option.getKey(), option.getValue().asString()));
        return options;
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
