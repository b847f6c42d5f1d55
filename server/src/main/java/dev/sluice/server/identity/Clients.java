package dev.sluice.server.identity;

import dev.sluice.core.ReasonCode;
import dev.sluice.core.Secret;
import dev.sluice.core.SluiceException;
import dev.sluice.core.TenantId;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The OAuth clients of a deployment. Their secrets are random and kept as hashes only. */
public final class Clients {
    /** Every scope there is: {@code query} for MCP, {@code admin} for the admin API. */
    public static final List<String> SCOPES = List.of("query", "admin");

    public static final int NAME_CHARACTERS_MAX = 100;
    public static final int REDIRECT_URIS_MAX = 10;

    private static final int ID_BYTES = 12;

    /** Fillers of Hangul and the empty pattern of Braille: letters by class, blanks to the eye. */
    private static final Set<Integer> BLANK_LETTERS =
            Set.of(0x115f, 0x1160, 0x2800, 0x3164, 0xffa0);

    private static final String COLUMNS =
            "select id, tenant, name, secret_hash, scopes, coalesce(disabled_at,"
                    + " (select suspended_at from tenants n where n.id = tenant)) as disabled_at,"
                    + " created_at, kind, grants, redirect_uris, uri, agent from oauth_clients ";
    private static final Set<String> FOR_AGENTS = Set.of("query");
    private static final List<String> FOR_PEOPLE = List.of("authorization_code", "refresh_token");
    private static final String DEVICE = "urn:ietf:params:oauth:grant-type:device_code";

    /** The grant of those that may exchange people's tokens (RFC 8693 section 2.1). */
    public static final String TOKEN_EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange";

    private final Database database;
    private final Ledger ledger;
    private final InstantSource clock;

    /** The data source's search path is the deployment's schema. */
    public Clients(DataSource source, Ledger ledger, InstantSource clock) {
        this.database = new Database(source);
        this.ledger = ledger;
        this.clock = clock;
    }

    /** A new client and its secret, which is shown this once; the receiver closes it. */
    public record Created(Client client, Secret secret) {}

    /**
     * Creates a client of the tenant that acts for itself, as the host's operator.
     *
     * @param name for people, 1 to 100 characters
     * @param scopes at least one of {@link #SCOPES}
     * @throws SluiceException {@code INVALID_ARGUMENT}
     */
    public Created create(TenantId tenant, String name, Set<String> scopes) {
        return create(new NewClient(tenant, name, scopes, List.of()), Actor.OPERATOR);
    }

    /**
     * A client that an operator makes.
     *
     * @param name for people, 1 to 100 characters
     * @param scopes at least one of {@link #SCOPES}
     * @param redirectUris where codes may be sent; none for a client that acts for itself alone
     * @param agency which agent the client is, null for a client that is none
     */
    public record NewClient(
            TenantId tenant,
            String name,
            Set<String> scopes,
            List<String> redirectUris,
            @Nullable Agency agency) {
        public NewClient {
            scopes = Set.copyOf(scopes);
            redirectUris = List.copyOf(redirectUris);
        }

        /** A client that is no agent. */
        public NewClient(
                TenantId tenant, String name, Set<String> scopes, List<String> redirectUris) {
            this(tenant, name, scopes, redirectUris, null);
        }

        @Nullable String agent() {
            return agency == null ? null : agency.agent();
        }

        boolean exchanges() {
            return agency != null && agency.exchanges();
        }
    }

    /**
     * Creates a client of the tenant that has a secret; with places to redirect to, it may act for
     * the tenant's accounts too.
     *
     * @throws SluiceException {@code INVALID_ARGUMENT}
     */
    public Created create(NewClient asked, Actor by) {
        List<String> grants = new ArrayList<>(List.of("client_credentials"));
        if (!asked.redirectUris().isEmpty()) {
            grants.addAll(FOR_PEOPLE);
        }
        if (asked.exchanges()) {
            grants.add(TOKEN_EXCHANGE);
        }
        Secret secret = Hashes.randomText();
        String hash = HexFormat.of().formatHex(Hashes.of(secret.reveal()));
        return new Created(inserted(asked, by, hash, grants), secret);
    }

    /**
     * Creates a client of the tenant without a secret: a program on people's machines. It may act
     * for the tenant's accounts, by redirect and as a device.
     *
     * @throws SluiceException {@code INVALID_ARGUMENT}
     */
    public Client createPublic(NewClient asked, Actor by) {
        if (asked.exchanges()) {
            throw refused("A client without a secret cannot exchange tokens.");
        }
        List<String> grants = new ArrayList<>(List.of(DEVICE, "refresh_token"));
        if (!asked.redirectUris().isEmpty()) {
            grants.add("authorization_code");
        }
        return inserted(asked, by, null, grants);
    }

    private Client inserted(NewClient asked, Actor by, @Nullable String hash, List<String> grants) {
        requireScopes(asked.scopes());
        if (asked.agency() != null && !asked.scopes().equals(FOR_AGENTS)) {
            throw refused("A client that is an agent has the scope query and no other.");
        }
        requireRedirectUris(asked.redirectUris());
        Client client =
                new Client(
                        newId(),
                        asked.tenant(),
                        requireName(asked.name()),
                        hash,
                        List.copyOf(asked.scopes()),
                        new Client.Use(
                                Client.Kind.OPERATOR,
                                grants,
                                asked.redirectUris(),
                                null,
                                asked.agent()),
                        false,
                        clock.instant().truncatedTo(ChronoUnit.MICROS));
        return database.inTransaction(c -> {
            insert(c, client);
            ledger.log(c, asked.tenant(), by, "client.created", client.id(), details(client));
            return client;
        });
    }

    private static Map<String, String> details(Client client) {
        Map<String, String> details = new LinkedHashMap<>();
        details.put("name", client.name());
        details.put("scopes", String.join(" ", client.scopes()));
        String agent = client.use().agent();
        if (agent != null) {
            details.put("agent", agent);
        }
        return details;
    }

    static String newId() {
        return "client_" + Hashes.randomId(ID_BYTES);
    }

    /** The name without the blanks around it. */
    static String requireName(String name) {
        String label = name.strip();
        if (label.isEmpty()
                || label.length() > NAME_CHARACTERS_MAX
                || label.codePoints().anyMatch(Clients::deceives)) {
            throw refused(
                    "A client's name has 1 to " + NAME_CHARACTERS_MAX + " visible characters.");
        }
        return label;
    }

    /** What nobody sees, or what turns the text around it. */
    private static boolean deceives(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.PRIVATE_USE,
                    Character.SURROGATE,
                    Character.UNASSIGNED ->
                    true;
            case Character.SPACE_SEPARATOR -> character != ' ';
            default -> BLANK_LETTERS.contains(character);
        };
    }

    private static void requireScopes(Set<String> scopes) {
        if (scopes.isEmpty() || !SCOPES.containsAll(scopes)) {
            throw refused("A client's scopes are one or more of: " + String.join(", ", SCOPES));
        }
    }

    static void requireRedirectUris(List<String> uris) {
        if (uris.size() > REDIRECT_URIS_MAX) {
            throw refused("A client has at most " + REDIRECT_URIS_MAX + " redirect URIs.");
        }
        if (!uris.stream().allMatch(uri -> RedirectUri.parse(uri).isPresent())) {
            throw refused(
                    "A redirect URI is https, http on a loopback address, or the custom scheme of a"
                            + " program; it has no fragment.");
        }
    }

    static void insert(Connection connection, Client client) throws SQLException {
        TenantId tenant = client.tenant();
        Database.update(
                connection,
                "insert into oauth_clients (id, tenant, name, secret_hash, scopes, created_at,"
                        + " kind, grants, redirect_uris, uri, agent)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                client.id(),
                tenant == null ? null : tenant.value(),
                client.name(),
                client.secretHash(),
                client.scopes(),
                client.createdAt(),
                client.use().kind().stored(),
                client.use().grants(),
                client.use().redirectUris(),
                client.use().uri(),
                client.use().agent());
    }

    /** Whether a presented secret is the one behind the hash; takes the same time either way. */
    public static boolean matches(String secret, String secretHash) {
        return MessageDigest.isEqual(Hashes.of(secret), HexFormat.of().parseHex(secretHash));
    }

    public Optional<Client> find(String id) {
        return database.first(COLUMNS + "where id = ?", Clients::client, id);
    }

    /** The tenant's clients, disabled ones included, oldest first. */
    public List<Client> list(TenantId tenant) {
        return database.list(
                COLUMNS + "where tenant = ? order by created_at, id",
                Clients::client,
                tenant.value());
    }

    /**
     * Ends the client: it gets no more tokens, and none of those it has is accepted from the commit
     * on, whomever they speak for.
     *
     * @return false when the tenant has no such client
     */
    public boolean disable(TenantId tenant, String id, Actor by) {
        return database.inTransaction(c -> {
            int rows =
                    Database.update(
                            c,
                            "update oauth_clients set disabled_at = coalesce(disabled_at, ?)"
                                    + " where id = ? and tenant = ?",
                            clock.instant(),
                            id,
                            tenant.value());
            if (rows > 0) {
                Grants.revokeAllOfClient(c, id, clock.instant());
                Tokens.revokeAllOfClient(c, ledger, id, clock.instant());
                Invitations.withdrawAllOf(c, id, clock.instant());
                ledger.raise(c, tenant, Ledger.account(id));
                ledger.log(c, tenant, by, "client.disabled", id, Map.of());
            }
            return rows > 0;
        });
    }

    /**
     * Ends a client that belongs to no tenant, for the whole deployment.
     *
     * @return false when there is no such client, or it is a tenant's
     */
    public boolean disableEverywhere(String id, Actor by) {
        return database.inTransaction(c -> {
            int rows =
                    Database.update(
                            c,
                            "update oauth_clients set disabled_at = coalesce(disabled_at, ?)"
                                    + " where id = ? and tenant is null and kind <> 'built_in'",
                            clock.instant(),
                            id);
            if (rows > 0) {
                Grants.revokeAllOfClient(c, id, clock.instant());
                Tokens.revokeAllOfClient(c, ledger, id, clock.instant());
                ledger.log(c, by, "client.disabled", id, Map.of());
            }
            return rows > 0;
        });
    }

    static Client client(ResultSet row) throws SQLException {
        String tenant = row.getString("tenant");
        return new Client(
                row.getString("id"),
                tenant == null ? null : new TenantId(tenant),
                row.getString("name"),
                row.getString("secret_hash"),
                Database.texts(row, "scopes"),
                new Client.Use(
                        Client.Kind.of(row.getString("kind")),
                        Database.texts(row, "grants"),
                        Database.texts(row, "redirect_uris"),
                        row.getString("uri"),
                        row.getString("agent")),
                row.getObject("disabled_at") != null,
                Database.instant(row, "created_at"));
    }

    private static SluiceException refused(String message) {
        return new SluiceException(ReasonCode.INVALID_ARGUMENT, message);
    }
}
