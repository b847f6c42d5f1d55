package dev.sluice.server.identity;

import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import javax.sql.DataSource;

/** What people have let clients do before, for the clients where that may be remembered. */
public final class Consents {
    private final Database database;

    /** The data source's search path is the deployment's schema. */
    public Consents(DataSource source) {
        this.database = new Database(source);
    }

    /** Whether the account's tenant does not want this client (see {@link ClientBlocks}). */
    public boolean refused(Client client, UUID account) {
        return database.first(
                        "select 1 from oauth_client_blocks b join accounts a"
                                + " on a.tenant = b.tenant where b.client = ? and a.id = ?",
                        row -> true,
                        client.id(),
                        account)
                .isPresent();
    }

    /** Whether the account has let the client have all these scopes before. */
    public boolean cover(Client client, UUID account, List<String> scopes) {
        return provesItself(client) && known(client.id(), account).containsAll(scopes);
    }

    /** Remembers it, where the client's name and address can be believed the next time too. */
    public void remember(Client client, UUID account, List<String> scopes) {
        if (!provesItself(client)) {
            return;
        }
        TreeSet<String> all = new TreeSet<>(known(client.id(), account));
        all.addAll(scopes);
        database.update(
                "insert into oauth_consents (client, account, scopes) values (?, ?, ?)"
                        + " on conflict (client, account) do update set scopes = excluded.scopes",
                client.id(),
                account,
                List.copyOf(all));
    }

    private List<String> known(String client, UUID account) {
        return database.first(
                        "select scopes from oauth_consents where client = ? and account = ?",
                        row -> Database.texts(row, "scopes"),
                        client,
                        account)
                .orElse(List.of());
    }

    /**
     * A loopback port or a custom scheme can be taken by any program, and whoever registers a
     * client can call it what they like (RFC 8252 section 8.6).
     */
    private static boolean provesItself(Client client) {
        List<RedirectUri> places =
                client.use().redirectUris().stream()
                        .flatMap(uri -> RedirectUri.parse(uri).stream())
                        .toList();
        boolean https = !places.isEmpty() && places.stream().allMatch(RedirectUri::isHttps);
        return https
                && switch (client.use().kind()) {
                    case OPERATOR -> true;
                    case DOCUMENT ->
                            RedirectUri.parse(client.id())
                                    .map(RedirectUri::host)
                                    .filter(host ->
                                            places.stream().allMatch(p -> p.host().equals(host)))
                                    .isPresent();
                    case REGISTERED, BUILT_IN -> false;
                };
    }
}
