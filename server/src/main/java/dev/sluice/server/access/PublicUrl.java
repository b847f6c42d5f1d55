package dev.sluice.server.access;

import java.net.URI;
import java.net.URISyntaxException;

/**
 * Where clients reach this deployment, and what follows from it: the issuer, the protected resource
 * and its metadata.
 *
 * @param issuer scheme, host and port, without a trailing slash
 */
public record PublicUrl(String issuer) {
    private static final String RESOURCE_PATH = "/api/mcp";

    public PublicUrl {
        URI uri = parsed(issuer);
        boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
        boolean bare = uri.getRawUserInfo() == null && uri.getRawPath().isEmpty();
        if (!http
                || uri.getHost() == null
                || !bare
                || uri.getRawQuery() != null
                || uri.getRawFragment() != null) {
            throw invalid(issuer);
        }
    }

    /** Also takes the URL with one trailing slash. */
    public static PublicUrl of(String url) {
        return new PublicUrl(url.endsWith("/") ? url.substring(0, url.length() - 1) : url);
    }

    /** The MCP endpoint, which is the audience of every access token (RFC 8707). */
    public String resource() {
        return issuer + RESOURCE_PATH;
    }

    /** Where {@link #resource} describes itself (RFC 9728 section 3.1). */
    public String resourceMetadata() {
        return issuer + "/.well-known/oauth-protected-resource" + RESOURCE_PATH;
    }

    public boolean https() {
        return issuer.startsWith("https:");
    }

    private static URI parsed(String url) {
        try {
            URI uri = new URI(url);
            if (uri.isOpaque()) {
                throw invalid(url);
            }
            return uri;
        } catch (URISyntaxException e) {
            throw invalid(url);
        }
    }

    private static IllegalArgumentException invalid(String url) {
        return new IllegalArgumentException(
                "the public URL is http or https, a host and perhaps a port, for example"
                        + " https://sluice.example.org: "
                        + url);
    }
}
