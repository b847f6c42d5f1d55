package dev.sluice.server.store;

import dev.sluice.core.Secret;
import java.nio.file.Path;

/** Where the store's PostgreSQL is. */
public sealed interface StoreSettings {

    /**
     * A PostgreSQL of our own, run as a child process under this directory.
     *
     * @param dataDirectory made when it does not exist; used by one process at a time
     */
    record Embedded(Path dataDirectory) implements StoreSettings {
        public Embedded {
            dataDirectory = dataDirectory.toAbsolutePath().normalize();
        }
    }

    /**
     * A PostgreSQL that somebody else runs.
     *
     * @param jdbcUrl {@code jdbc:postgresql://host:port/database}, with parameters but without user
     *     and password
     * @param user a role that owns the database and has {@code CREATEROLE}
     * @param password stays open for as long as the store is
     */
    record External(String jdbcUrl, String user, Secret password) implements StoreSettings {
        public External {
            if (!jdbcUrl.startsWith("jdbc:postgresql:")) {
                throw new IllegalArgumentException("jdbcUrl must begin with jdbc:postgresql:");
            }
        }
    }
}
