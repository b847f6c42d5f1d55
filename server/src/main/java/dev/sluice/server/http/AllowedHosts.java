package dev.sluice.server.http;

import java.net.URI;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
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
     * Allows these beside the loopback names; see {@link #AllowedHosts(Collection, Collection)}.
     */
    public AllowedHosts(Collection<URI> publicUrls) {
        this(publicUrls, List.of());
    }

    /**
     * Allows these beside the loopback names; of each URL, scheme, host and port count.
     *
     * @param publicUrls the URLs that users reach us by
     * @param pageOrigins other origins whose pages may call us; we do not answer under their names
     */
    public AllowedHosts(Collection<URI> publicUrls, Collection<URI> pageOrigins) {
        for (URI url : publicUrls) {
            hosts.addAll(authorities(url));
            origins.addAll(origins(url));
        }
        for (URI url : pageOrigins) {
            origins.addAll(origins(url));
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

    private static List<String> origins(URI url) {
        String scheme = lower(url.getScheme() == null ? "" : url.getScheme());
        return authorities(url).stream().map(name -> scheme + "://" + name).toList();
    }

    /** With the port, and also without where it is the scheme's own. */
    private static List<String> authorities(URI url) {
        if (url.getScheme() == null || url.getHost() == null) {
            throw new IllegalArgumentException("not an absolute URL: " + url);
        }
        String host = lower(url.getHost());
        int standard = defaultPort(lower(url.getScheme()));
        int port = url.getPort() == -1 ? standard : url.getPort();
        return port == standard ? List.of(host + ":" + port, host) : List.of(host + ":" + port);
    }

    private static int defaultPort(String scheme) {
        return scheme.equals("https") ? HTTPS_PORT : HTTP_PORT;
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
