package dev.sluice.cli;

import dev.sluice.cli.client.Json;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** The bodies of requests about connections. */
final class ConnectionBody {
    private ConnectionBody() {}

    /** An SSH server on the way. */
    record Hop(String user, String host, int port, String auth, @Nullable String hostKey) {
        private static final Pattern FORM =
                Pattern.compile(
                        "([^@\\p{Cntrl}]{1,256})@(\\[[0-9A-Fa-f:.]+]|[^:@\\[\\]\\p{Cntrl}]{1,253})"
                                + "(?::(\\d{1,5}))?");

        /** Reads {@code user@host:port}; null when it is none. */
        static @Nullable Hop parse(String text, String auth, @Nullable String hostKey) {
            Matcher parts = FORM.matcher(text);
            if (!parts.matches()) {
                return null;
            }
            String host = parts.group(2).replace("[", "").replace("]", "");
            int port = parts.group(3) == null ? 22 : Integer.parseInt(parts.group(3));
            return new Hop(parts.group(1), host, port, auth, hostKey);
        }

        Hop pinned(String fingerprint) {
            return new Hop(user, host, port, auth, fingerprint);
        }
    }

    /**
     * A connection that is to be made; what is not given has the server's default.
     *
     * @param ca PEM text
     * @param accept what an owner accepts
     */
    record Wanted(
            String name,
            EndpointOptions endpoint,
            @Nullable String ca,
            @Nullable String clientCertificate,
            List<Hop> hops,
            List<String> accept) {
        Wanted {
            hops = List.copyOf(hops);
            accept = List.copyOf(accept);
        }

        /** With a pinned key of the SSH server at this place, from 0. */
        Wanted pinned(int hop, String fingerprint) {
            List<Hop> pinned = new ArrayList<>(hops);
            pinned.set(hop, hops.get(hop).pinned(fingerprint));
            return new Wanted(name, endpoint, ca, clientCertificate, pinned, accept);
        }

        Wanted accepting(List<String> more) {
            List<String> all = new ArrayList<>(accept);
            more.stream().filter(it -> !all.contains(it)).forEach(all::add);
            return new Wanted(name, endpoint, ca, clientCertificate, hops, all);
        }
    }

    /**
     * @param credentials sealed, null when there are none
     */
    static byte[] of(Wanted wanted, @Nullable String credentials) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try (JsonGenerator json = Json.MAPPER.createGenerator(body)) {
            json.writeStartObject();
            json.writeStringProperty("name", wanted.name());
            endpoint(json, wanted);
            hops(json, wanted.hops());
            if (!wanted.accept().isEmpty()) {
                json.writeName("accept");
                json.writeStartArray();
                wanted.accept().forEach(json::writeString);
                json.writeEndArray();
            }
            text(json, "credentials", credentials);
            json.writeEndObject();
        }
        return body.toByteArray();
    }

    /** The secrets alone. */
    static byte[] of(String credentials) {
        return Json.MAPPER.writeValueAsBytes(
                Json.MAPPER.createObjectNode().put("credentials", credentials));
    }

    private static void endpoint(JsonGenerator json, Wanted wanted) {
        EndpointOptions endpoint = wanted.endpoint();
        text(json, "type", endpoint.type == null ? "postgresql" : endpoint.type);
        text(json, "host", endpoint.host);
        if (endpoint.port != null) {
            json.writeNumberProperty("port", endpoint.port);
        }
        text(json, "database", endpoint.database);
        text(json, "user", endpoint.user);
        text(json, "auth", endpoint.auth);
        text(json, "tls", endpoint.tls);
        text(json, "ca", wanted.ca());
        text(json, "client_certificate", wanted.clientCertificate());
        text(json, "mode", endpoint.mode);
        if (!endpoint.options.isEmpty()) {
            json.writeName("options");
            json.writeStartObject();
            endpoint.options.forEach(json::writeStringProperty);
            json.writeEndObject();
        }
    }

    private static void hops(JsonGenerator json, List<Hop> hops) {
        if (hops.isEmpty()) {
            return;
        }
        json.writeName("ssh");
        json.writeStartArray();
        for (Hop hop : hops) {
            json.writeStartObject();
            json.writeStringProperty("host", hop.host());
            json.writeNumberProperty("port", hop.port());
            json.writeStringProperty("user", hop.user());
            json.writeStringProperty("auth", hop.auth());
            text(json, "host_key", hop.hostKey());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void text(JsonGenerator json, String name, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            json.writeStringProperty(name, value);
        }
    }
}
