package dev.sluice.server.document;

import dev.sluice.core.SluiceException;
import dev.sluice.server.document.Fetched.Document;
import dev.sluice.server.document.Fetched.Failed;
import dev.sluice.server.identity.Client;
import dev.sluice.server.identity.RedirectUri;
import dev.sluice.server.identity.Registrations;
import dev.sluice.server.identity.Registrations.Description;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Clients whose id is the address of a document about them
 * (draft-ietf-oauth-client-id-metadata-document). A document is read at most once an hour, and kept
 * in the store for all nodes.
 */
public final class ClientDocuments {
    private static final Logger LOG = LoggerFactory.getLogger(ClientDocuments.class);
    private static final int URL_CHARACTERS_MAX = 500;

    private final Registrations registrations;
    private final DocumentFetch fetch;
    private final JsonMapper json = JsonMapper.shared();

    public ClientDocuments(Registrations registrations, DocumentFetch fetch) {
        this.registrations = registrations;
        this.fetch = fetch;
    }

    /** What came of reading a client's document. */
    public sealed interface Reading {
        record Known(Client client) implements Reading {}

        /**
         * There is no client.
         *
         * @param reason ends the sentence "The client's document cannot be used:"
         */
        record Unusable(String reason) implements Reading {}
    }

    /** Whether the id is the address of a document. */
    public boolean isAddress(String id) {
        return address(id).isPresent();
    }

    /** The client, without fetching anything. */
    public Optional<Client> known(String id) {
        return registrations.document(id);
    }

    /** The client, from its document if need be. */
    public Reading read(String id) {
        Optional<Client> known = known(id);
        if (known.isPresent()) {
            return new Reading.Known(known.get());
        }
        URI address = address(id).orElse(null);
        if (address == null) {
            return new Reading.Unusable("its address is not one that a document can have");
        }
        Reading reading =
                switch (fetch.get(address)) {
                    case Failed failed -> new Reading.Unusable(failed.reason());
                    case Document(_, var body) -> client(id, body);
                };
        if (reading instanceof Reading.Unusable unusable) {
            LOG.atWarn()
                    .addKeyValue("host", address.getHost())
                    .addKeyValue("reason", unusable.reason())
                    .log("A client's metadata document was refused");
        }
        return reading;
    }

    private Optional<URI> address(String id) {
        if (id.length() > URL_CHARACTERS_MAX) {
            return Optional.empty();
        }
        try {
            URI uri = new URI(id);
            String path = uri.getRawPath();
            boolean plain =
                    id.chars().allMatch(c -> c > ' ' && c < 127)
                            && uri.getRawFragment() == null
                            && uri.getRawUserInfo() == null
                            && path != null
                            && path.length() > 1
                            && uri.normalize().equals(uri);
            return plain && fetch.takes(uri) ? Optional.of(uri) : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private Reading client(String id, String body) {
        JsonNode document;
        try {
            document = json.readTree(body);
        } catch (JacksonException e) {
            return new Reading.Unusable("it is not JSON");
        }
        if (!id.equals(text(document, "client_id"))) {
            return new Reading.Unusable("it names another client_id than its own address");
        }
        if (document.has("client_secret") || !isPublic(document)) {
            return new Reading.Unusable("it is not that of a public client");
        }
        List<String> redirects = texts(document, "redirect_uris");
        if (redirects.isEmpty()) {
            return new Reading.Unusable("it names no redirect_uris");
        }
        String name = text(document, "client_name");
        try {
            return new Reading.Known(
                    registrations.keep(
                            id,
                            new Description(
                                    name == null ? URI.create(id).getHost() : name,
                                    List.of("authorization_code", "refresh_token"),
                                    redirects,
                                    home(document))));
        } catch (SluiceException e) {
            return new Reading.Unusable("it describes a client that cannot be accepted");
        }
    }

    /** Only what may be shown as a link one day. */
    private static @Nullable String home(JsonNode document) {
        return Optional.ofNullable(text(document, "client_uri"))
                .flatMap(RedirectUri::parse)
                .filter(RedirectUri::isHttps)
                .map(RedirectUri::text)
                .orElse(null);
    }

    private static boolean isPublic(JsonNode document) {
        String method = text(document, "token_endpoint_auth_method");
        return method == null || method.equals("none");
    }

    private static @Nullable String text(JsonNode document, String member) {
        JsonNode value = document.get(member);
        return value != null && value.isString() ? value.asString() : null;
    }

    private static List<String> texts(JsonNode document, String member) {
        List<String> texts = new ArrayList<>();
        JsonNode values = document.get(member);
        if (values != null && values.isArray()) {
            values.forEach(value -> texts.add(value.isString() ? value.asString() : ""));
        }
        return texts;
    }
}
