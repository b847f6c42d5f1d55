package dev.sluice.server.passkey;

import dev.sluice.server.access.PublicUrl;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Whom passkeys are for (WebAuthn section 4, Relying Party Identifier): they work on pages of this
 * origin and are refused by every browser anywhere else.
 *
 * @param id the host of the public URL
 * @param origin scheme, host and any port but the scheme's own, as browsers write it
 */
public record RelyingParty(String id, String origin) {
    private static final Pattern IPV4 = Pattern.compile("[0-9.]+");
    private static final String LOCAL = "localhost";
    private static final int HTTPS_PORT = 443;

    /** Empty where browsers offer no passkeys: under an address instead of a name, without TLS. */
    public static Optional<RelyingParty> of(PublicUrl url) {
        URI uri = URI.create(url.issuer().toLowerCase(Locale.ROOT));
        String host = uri.getHost();
        boolean named = !host.startsWith("[") && !IPV4.matcher(host).matches();
        boolean local = host.equals(LOCAL) || host.endsWith("." + LOCAL);
        if (!named || !(url.https() || local)) {
            return Optional.empty();
        }
        boolean usual = uri.getPort() < 0 || (url.https() && uri.getPort() == HTTPS_PORT);
        String port = usual ? "" : ":" + uri.getPort();
        return Optional.of(new RelyingParty(host, uri.getScheme() + "://" + host + port));
    }
}
