package dev.sluice.connector.http;

import dev.sluice.connector.ConnectionSettings;
import dev.sluice.core.ReasonCode;
import dev.sluice.core.SluiceException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;

/**
 * A server that is spoken to.
 *
 * @param secure whether by TLS
 */
public record Origin(boolean secure, String host, int port) {
    private static final int HTTP = 80;
    private static final int HTTPS = 443;

    /**
     * The server of an {@code https} address; {@code http} is for loopback alone.
     *
     * @throws SluiceException {@code INVALID_ARGUMENT} naming the argument
     */
    public static Origin of(String address, String argument) {
        URI uri = uri(address, argument);
        String host = uri.getHost();
        boolean secure = "https".equals(uri.getScheme());
        boolean plain =
                "http".equals(uri.getScheme())
                        && host != null
                        && ConnectionSettings.isLoopback(host.replaceAll("[\\[\\]]", ""));
        if (host == null || !(secure || plain) || uri.getUserInfo() != null) {
            throw invalid(argument);
        }
        int usual = secure ? HTTPS : HTTP;
        return new Origin(secure, host, uri.getPort() < 0 ? usual : uri.getPort());
    }

    /** The path of such an address, {@code /} if it has none. */
    public static String pathOf(String address, String argument) {
        String path = uri(address, argument).getRawPath();
        return path == null || path.isEmpty() ? "/" : path;
    }

    private static URI uri(String address, String argument) {
        try {
            return new URI(address);
        } catch (URISyntaxException e) {
            throw invalid(argument);
        }
    }

    private static SluiceException invalid(String argument) {
        return new SluiceException(
                ReasonCode.INVALID_ARGUMENT,
                argument + " is an address that begins with https://.",
                Map.of("argument", argument));
    }

    String scheme() {
        return secure ? "https" : "http";
    }

    @Override
    public String toString() {
        return scheme() + "://" + host + ":" + port;
    }
}
