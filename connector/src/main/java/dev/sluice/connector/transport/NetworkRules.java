package dev.sluice.connector.transport;

import dev.sluice.connector.Diagnosis;
import dev.sluice.connector.NetworkException;
import dev.sluice.core.address.AddressScope;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.function.IntPredicate;

/**
 * Where this deployment lets connections go. Whoever may add a connection could otherwise use the
 * server to talk to what only the server can reach.
 *
 * @param privateAllowed whether loopback and private networks, where most databases are, may be
 *     reached
 * @param agentAllowed whether tunnels may use the SSH agent of the account that the server runs
 *     under, which would let everybody who may add a connection log in with its keys
 * @param ownPort the ports on which this server and its store listen
 */
public record NetworkRules(boolean privateAllowed, boolean agentAllowed, IntPredicate ownPort) {
    /** For commands, which connect with nobody's rights but their user's, and for tests. */
    public static final NetworkRules OF_THE_USER = new NetworkRules(true, true, _ -> false);

    /**
     * Checks an address that a connection is about to go to.
     *
     * @throws NetworkException with {@code ADDRESS_REFUSED}
     */
    void check(InetAddress address, int port) throws NetworkException {
        boolean allowed =
                switch (AddressScope.of(address)) {
                    case PUBLIC -> true;
                    case LOOPBACK, PRIVATE -> privateAllowed;
                    case LINK_LOCAL, METADATA, RESERVED -> false;
                };
        if (!allowed || (ownPort.test(port) && isThisMachine(address))) {
            throw new NetworkException(Diagnosis.ADDRESS_REFUSED);
        }
    }

    /**
     * Checks an address that an SSH server is about to connect to, of which we know the spelling
     * alone. Its loopback and private networks are what a tunnel is for.
     *
     * @throws NetworkException with {@code ADDRESS_REFUSED}
     */
    static void checkBehind(String host) throws NetworkException {
        InetAddress address;
        try {
            address = InetAddress.ofLiteral(host);
        } catch (IllegalArgumentException e) {
            return; // a name, which the SSH server looks up
        }
        switch (AddressScope.of(address)) {
            case PUBLIC, LOOPBACK, PRIVATE -> {}
            case LINK_LOCAL, METADATA, RESERVED ->
                    throw new NetworkException(Diagnosis.ADDRESS_REFUSED);
        }
    }

    private static boolean isThisMachine(InetAddress address) {
        try {
            return address.isLoopbackAddress()
                    || NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException e) {
            return true; // nobody can tell, so it might be
        }
    }
}
