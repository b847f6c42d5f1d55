package dev.sluice.connector.transport;

import dev.sluice.connector.ConnectionSettings;
import dev.sluice.connector.Credential;
import dev.sluice.connector.FileSources;
import dev.sluice.connector.Network;
import dev.sluice.connector.Route;
import dev.sluice.core.ReasonCode;
import dev.sluice.core.SluiceException;
import java.net.InetAddress;
import java.util.Map;

/** Connects with its user's own rights, without tunnels: for commands and tests. */
public final class DirectNetwork implements Network {
    private final FileSources files;

    /** Without files. */
    public DirectNetwork() {
        this(FileSources.NONE);
    }

    public DirectNetwork(FileSources files) {
        this.files = files;
    }

    @Override
    public FileSources files() {
        return files;
    }

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
