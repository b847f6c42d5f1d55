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
 * public internet alone; only to what the operator of the deployment names do they lead anywhere.
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

    boolean takes(URI address) {
        return via(address).takes(address);
    }

    Fetched get(URI address) {
        return via(address).get(address);
    }

    /**
     * @param form the body, already encoded; kept by the caller
     * @param authorization the header's value, kept by the caller
     */
    Fetched post(URI address, Secret form, Optional<Secret> authorization) {
        return via(address).post(address, form, authorization);
    }

    private DocumentFetch via(URI address) {
        return trusted.contains(address.getScheme() + "://" + address.getRawAuthority())
                ? named
                : open;
    }
}
