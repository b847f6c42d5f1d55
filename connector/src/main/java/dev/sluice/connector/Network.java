package dev.sluice.connector;

import java.util.List;

/**
 * How the deployment lets connectors reach addresses and files. Safe for use by several threads.
 */
public interface Network {
    /**
     * The way to the database of these settings, over its SSH servers if it has any. Connects to
     * nothing yet. The caller closes it, after the last socket.
     */
    Route route(ConnectionSettings settings, Credential credential);

    /**
     * The fingerprints of the keys that SSH servers show, in their order, for an administrator to
     * confirm and for {@link SshHop#pinned}. The last server is sent no secret; those before it are
     * logged in at, since there is no other way to the next.
     *
     * @throws dev.sluice.core.SluiceException {@code SOURCE_UNAVAILABLE}; with the reason {@code
     *     ssh_host_key_changed} where a pinned key is not the one that is shown
     */
    default List<String> hostKeys(SshTunnel tunnel, Credential credential) {
        throw Diagnosis.SSH_FAILED.exception();
    }

    /** The files that connections may name; none, unless the deployment allows some. */
    default FileSources files() {
        return FileSources.NONE;
    }
}
