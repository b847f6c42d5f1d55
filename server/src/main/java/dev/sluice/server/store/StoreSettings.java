package dev.sluice.server.store;

import dev.sluice.core.ReasonCode;
import dev.sluice.core.Secret;
import dev.sluice.core.SluiceException;
import java.nio.file.Path;
import java.util.regex.Pattern;

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
        private static final int URL_CHARACTERS_MAX = 2048;
        private static final Pattern IDENTITY =
                Pattern.compile(
                        "@|[?&](user|password|currentSchema|options|service|authentication\\w*)=",
                        Pattern.CASE_INSENSITIVE);

        public External {
            if (!jdbcUrl.startsWith("jdbc:postgresql:")) {
                throw invalid("must begin with jdbc:postgresql:");
            }
            if (jdbcUrl.length() > URL_CHARACTERS_MAX) {
                throw invalid("is longer than " + URL_CHARACTERS_MAX + " characters");
            }
            // They would overrule the tenants' own logins, and a URL ends up in messages.
            if (IDENTITY.matcher(jdbcUrl).find()) {
                throw invalid("must not hold a user, a password, a schema or options");
            }
        }

        private static SluiceException invalid(String problem) {
            return new SluiceException(
                    ReasonCode.CONFIG_INVALID, "The store's database URL " + problem + ".");
        }
    }
}
