package dev.sluice.server.federation;

import dev.sluice.core.Secret;
import dev.sluice.server.document.AddressRule;
import dev.sluice.server.document.DocumentFetch;
import dev.sluice.server.document.Fetched;
import java.net.URI;
import java.util.Optional;
import java.util.Set;

/**
 * The requests that we make to issuers. Administrators of tenants name these, so they lead to the
 * public internet alone; an issuer that the operator of the deployment names may be anywhere,
 * together with what it has at its own origin. No other issuer leads there, whatever its document
 * says.
 */
public final class IssuerWeb {
    private final Set<String> trusted;
    private final DocumentFetch open = new DocumentFetch(AddressRule.PUBLIC);
    private final DocumentFetch named = new DocumentFetch(AddressRule.ANY);

    /**
     * @param trusted origins ({@code https://id.example.org:8443}) that may be anywhere, in this
     *     network or on this machine, and without TLS
     */
    public IssuerWeb(Set<String> trusted) {
        this.trusted = Set.copyOf(trusted);
    }

    /**
     * @param issuer on whose word the request is made
     */
    boolean takes(String issuer, URI address) {
        return via(issuer, address).takes(address);
    }

    /**
     * @param issuer on whose word the request is made
     */
    Fetched get(String issuer, URI address) {
        return via(issuer, address).get(address);
    }

    /**
     * @param issuer on whose word the request is made
     * @param form the body, already encoded; kept by the caller
     * @param authorization the header's value, kept by the caller
     */
    Fetched post(String issuer, URI address, Secret form, Optional<Secret> authorization) {
        return via(issuer, address).post(address, form, authorization);
    }

    private DocumentFetch via(String issuer, URI address) {
        String origin = origin(address);
        boolean own = Issuers.address(issuer).map(IssuerWeb::origin).equals(Optional.of(origin));
        return own && trusted.contains(origin) ? named : open;
    }

    private static String origin(URI address) {
        return address.getScheme() + "://" + address.getRawAuthority();
    }
}
