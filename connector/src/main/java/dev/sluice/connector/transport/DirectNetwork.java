package dev.sluice.connector.transport;

import dev.sluice.connector.ConnectionSettings;
import dev.sluice.connector.Credential;
import dev.sluice.connector.Network;
import dev.sluice.connector.Route;
import dev.sluice.core.ReasonCode;
import dev.sluice.core.SluiceException;
import java.net.InetAddress;
import java.util.Map;

/** Connects with its user's own rights, without tunnels: for commands and tests. */
public final class DirectNetwork implements Network {
    @Override
    public Route route(ConnectionSettings settings, Credential credential) {
        if (settings.ssh() != null) {
            throw new SluiceException(
                    ReasonCode.INVALID_ARGUMENT,
                    "There are no SSH tunnels here.",
                    Map.of("argument", "ssh"));
        }
        return new PathRoute(
                new DirectPath(
                        NetworkRules.OF_THE_USER, InetAddress::getAllByName, settings.host()));
    }
}
