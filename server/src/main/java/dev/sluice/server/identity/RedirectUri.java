package dev.sluice.server.identity;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A place that authorization codes may be sent to: an {@code https} address, a loopback address, or
 * the custom scheme of a program (RFC 8252 section 7).
 *
 * @param text as registered or requested, at most {@value #CHARACTERS_MAX} characters
 */
public record RedirectUri(String text) {
    public static final int CHARACTERS_MAX = 1000;

    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "[::1]", "localhost");
    private static final Pattern LOOPBACK_ADDRESS = Pattern.compile("(127|0)(\\.[0-9]+){0,3}");
    private static final Pattern ASCII = Pattern.compile("[!-~]*");
    private static final Pattern CUSTOM_SCHEME = Pattern.compile("[a-z][a-z0-9+.-]{1,63}");

    /** What browsers and systems give a meaning of their own. */
    private static final Set<String> NO_PROGRAM =
            Set.of(
                    "javascript",
                    "data",
                    "vbscript",
                    "file",
                    "filesystem",
                    "blob",
                    "about",
                    "view-source",
                    "jar",
                    "intent",
                    "content",
                    "ws",
                    "wss",
                    "ftp",
                    "mailto",
                    "tel",
                    "sms",
                    "urn",
                    "chrome",
                    "chrome-extension",
                    "edge",
                    "moz-extension",
                    "resource",
                    "livescript",
                    "mocha",
                    "search",
                    "search-ms",
                    "shell",
                    "itms-services",
                    "market",
                    "ldap",
                    "smb",
                    "sftp",
                    "ssh",
                    "telnet");

    /** Handlers of Windows and Office, some of which run what the address names. */
    private static final String OF_WINDOWS = "ms-";

    public RedirectUri {
        URI uri = parsed(text);
        if (uri == null || text.length() > CHARACTERS_MAX || !acceptable(uri)) {
            throw new IllegalArgumentException("not a place to redirect to");
        }
    }

    /** Empty when it is none that we would ever redirect to. */
    public static Optional<RedirectUri> parse(String text) {
        try {
            return Optional.of(new RedirectUri(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /**
     * Whether this, as requested, is one of the registered ones: the same characters, but for the
     * port of a loopback address, which a program gets from its system when it starts (RFC 8252
     * section 7.3).
     */
    public boolean isOneOf(List<String> registered) {
        return registered.contains(text)
                || (isLoopback()
                        && registered.stream()
                                .flatMap(one -> parse(one).stream())
                                .anyMatch(this::sameButForThePort));
    }

    private boolean sameButForThePort(RedirectUri other) {
        URI mine = uri();
        URI theirs = other.uri();
        return other.isLoopback()
                && Objects.equals(mine.getScheme(), theirs.getScheme())
                && host().equals(other.host())
                && Objects.equals(mine.getRawPath(), theirs.getRawPath())
                && Objects.equals(mine.getRawQuery(), theirs.getRawQuery());
    }

    /** Whether any program on the user's machine could receive what is sent there. */
    public boolean isLoopback() {
        return LOOPBACK.contains(host());
    }

    public boolean isHttps() {
        return "https".equals(uri().getScheme());
    }

    /** Host and port, or the scheme where there is no host: what a person should look at. */
    public String place() {
        URI uri = uri();
        boolean web = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
        return web ? uri.getRawAuthority() : uri.getScheme() + ":";
    }

    /** The source expression that lets a form's answer lead there (CSP level 3). */
    public String formAction() {
        URI uri = uri();
        boolean web = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
        boolean named = web && !uri.getHost().startsWith("[");
        return named ? uri.getScheme() + "://" + uri.getRawAuthority() : uri.getScheme() + ":";
    }

    /** This address with parameters appended (RFC 6749 section 4.1.2). */
    public String with(String query) {
        return text + (uri().getRawQuery() == null ? "?" : "&") + query;
    }

    /** The host in lower case, empty for a custom scheme. */
    public String host() {
        String host = uri().getHost();
        return host == null ? "" : lower(host);
    }

    private static String lower(String host) {
        return host.toLowerCase(Locale.ROOT);
    }

    /**
     * Every spelling of this machine. Nobody can have a certificate for one that others trust, so
     * {@code https} would only make a program's own address look like a site's.
     */
    private static boolean isThisMachine(String host) {
        String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        return name.equals("localhost")
                || name.endsWith(".localhost")
                || name.startsWith("[")
                || LOOPBACK_ADDRESS.matcher(name).matches();
    }

    private static boolean acceptable(URI uri) {
        String scheme = uri.getScheme();
        if (scheme == null
                || uri.getRawFragment() != null
                || uri.getRawUserInfo() != null
                || !ASCII.matcher(uri.toString()).matches()) {
            return false;
        }
        return switch (scheme) {
            case "https" -> uri.getHost() != null && !isThisMachine(lower(uri.getHost()));
            case "http" -> uri.getHost() != null && LOOPBACK.contains(lower(uri.getHost()));
            default ->
                    CUSTOM_SCHEME.matcher(scheme).matches()
                            && !NO_PROGRAM.contains(scheme)
                            && !scheme.startsWith(OF_WINDOWS);
        };
    }

    private URI uri() {
        return Objects.requireNonNull(parsed(text));
    }

    private static @Nullable URI parsed(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            return null;
        }
    }
}
