package dev.sluice.server.keyservice;

import java.net.URI;
import java.util.Set;

/** Where a secret may be sent to: encrypted, or within this machine. */
final class Addresses {
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

    private Addresses() {}

    static boolean mayCarrySecrets(URI uri) {
        return uri.getHost() != null
                && uri.getRawUserInfo() == null
                && ("https".equals(uri.getScheme())
                        || ("http".equals(uri.getScheme()) && LOOPBACK.contains(uri.getHost())));
    }
}
