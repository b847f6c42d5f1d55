package dev.sluice.server.http;

import java.net.URI;
import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The names under which we may be addressed. A page on a foreign site can make a browser send us
 * requests under a name that it controls (DNS rebinding); such requests carry that name in Host and
 * Origin, and are refused. Always allowed are the loopback names with the port that the request
 * came in on.
 */
public final class AllowedHosts {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;

    private final Set<String> hosts = new HashSet<>();
    private final Set<String> origins = new HashSet<>();

    /**
     * Allows these beside the loopback names.
     *
     * @param publicUrls the URLs that users reach us by; scheme, host and port count
     */
    public AllowedHosts(Collection<URI> publicUrls) {
        for (URI url : publicUrls) {
            if (url.getScheme() == null || url.getHost() == null) {
                throw new IllegalArgumentException("not an absolute URL: " + url);
            }
            String scheme = lower(url.getScheme());
            String host = lower(url.getHost());
            int port = url.getPort() == -1 ? defaultPort(scheme) : url.getPort();
            hosts.add(host + ":" + port);
            origins.add(scheme + "://" + host + ":" + port);
            if (port == defaultPort(scheme)) {
                hosts.add(host);
                origins.add(scheme + "://" + host);
            }
        }
    }

    /**
     * Whether a Host header names us.
     *
     * @param host the header's value, null when there is none
     * @param localPort the port that the request came in on
     */
    public boolean allowsHost(@Nullable String host, int localPort) {
        if (host == null) {
            return false;
        }
        String name = lower(host);
        return isLoopback(name, localPort) || hosts.contains(name);
    }

    /**
     * Whether a page of this origin may call us; a request without an Origin comes from no page.
     *
     * @param origin the header's value, null when there is none
     * @param localPort the port that the request came in on
     */
    public boolean allowsOrigin(@Nullable String origin, int localPort) {
        if (origin == null) {
            return true;
        }
        String name = lower(origin);
        return origins.contains(name)
                || (name.startsWith("http://")
                        && isLoopback(name.substring("http://".length()), localPort));
    }

    private static boolean isLoopback(String authority, int localPort) {
        String suffix = ":" + localPort;
        if (localPort == HTTP_PORT && LOOPBACK.contains(authority)) {
            return true;
        }
        return authority.endsWith(suffix)
                && LOOPBACK.contains(authority.substring(0, authority.length() - suffix.length()));
    }

    private static int defaultPort(String scheme) {
        return scheme.equals("https") ? HTTPS_PORT : HTTP_PORT;
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
