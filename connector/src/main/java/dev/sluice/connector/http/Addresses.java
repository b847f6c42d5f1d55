package dev.sluice.connector.http;

import dev.sluice.core.SluiceException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.apache.hc.client5.http.DnsResolver;

/** Lets the client connect to the very addresses that were checked. */
final class Addresses implements DnsResolver {
    private final Reach reach;

    Addresses(Reach reach) {
        this.reach = reach;
    }

    @Override
    public List<InetSocketAddress> resolve(String host, int port) throws UnknownHostException {
        try {
            return reach.of(host, port);
        } catch (SluiceException e) {
            throw new Forbidden(e);
        }
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        throw new UnknownHostException("a port is needed to resolve a host");
    }

    @Override
    public String resolveCanonicalHostname(String host) {
        return host;
    }

    /** The deployment does not let the address be reached. */
    static final class Forbidden extends UnknownHostException {
        private static final long serialVersionUID = 1;
        private final String reason;

        Forbidden(SluiceException cause) {
            this.reason =
                    String.valueOf(cause.details().getOrDefault("reason", "address_forbidden"));
        }

        String reason() {
            return reason;
        }
    }
}
