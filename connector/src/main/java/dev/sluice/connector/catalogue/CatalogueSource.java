package dev.sluice.connector.catalogue;

import dev.sluice.connector.Credential;
import dev.sluice.connector.TlsMode;
import dev.sluice.core.Schema;
import dev.sluice.core.SluiceException;
import java.time.Duration;

/** A database whose catalogue can be read, for the schema files of offline checks. */
public sealed interface CatalogueSource {
    /** Columns, keys' columns and tables, each at most so many. */
    int ROWS_MAX = 50_000;

    /** For logging in, and for each answer. */
    Duration TIMEOUT = Duration.ofSeconds(30);

    /**
     * Everything that may be read there, and nothing of what may not.
     *
     * @throws SluiceException {@code SOURCE_UNAVAILABLE}, {@code INVALID_ARGUMENT} or {@code
     *     RESULT_TOO_LARGE}; no driver text is passed on
     */
    default Schema read(Credential credential) {
        return switch (this) {
            case Maria maria -> MariaCatalogue.read(maria, credential);
        };
    }

    /** A database of a MariaDB or MySQL server, which is the schema of its tables. */
    record Maria(String host, int port, String database, String user, TlsMode tls)
            implements CatalogueSource {
        public static final int DEFAULT_PORT = 3306;
    }
}
