package dev.sluice.server.document;

import dev.sluice.core.address.AddressScope;
import java.net.InetAddress;

/** Which addresses the server may connect to when a stranger names them. */
public enum AddressRule {
    /** The public internet alone. */
    PUBLIC,

    /** This machine too: for development and tests. */
    PUBLIC_AND_LOOPBACK,

    /** Any address, where the operator of the deployment has named the host. */
    ANY;

    boolean allowsLoopback() {
        return this != PUBLIC;
    }

    boolean allows(InetAddress address) {
        return switch (AddressScope.of(address)) {
            case PUBLIC -> true;
            case LOOPBACK -> allowsLoopback();
            case PRIVATE, LINK_LOCAL, METADATA, RESERVED -> this == ANY;
        };
    }
}
