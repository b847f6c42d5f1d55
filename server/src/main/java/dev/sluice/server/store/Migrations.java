package dev.sluice.server.store;

import dev.sluice.core.ReasonCode;
import dev.sluice.core.SluiceException;
import java.sql.SQLException;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/** Brings a schema to this release's state; nodes that do so at once wait for each other. */
final class Migrations {
    private Migrations() {}

    /**
     * @param owner a login that may create in the schema
     * @param location the folder of the scripts on the class path
     */
    static void run(
            RoleLogin owner, String schema, String location, Map<String, String> placeholders) {
        try {
            Flyway.configure()
                    .dataSource(owner.waitingForever())
                    .schemas(schema)
                    .defaultSchema(schema)
                    .createSchemas(false)
                    .locations("classpath:" + location)
                    .placeholders(placeholders)
                    .cleanDisabled(true)
                    .load()
                    .migrate();
        } catch (FlywayException e) {
            throw failure(schema, e);
        }
    }

    private static SluiceException failure(String schema, FlywayException e) {
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                SluiceException known = StoreFailure.of(sql);
                if (known.code() == ReasonCode.STORE_UNAVAILABLE) {
                    return known;
                }
            }
        }
        return new SluiceException(
                ReasonCode.INTERNAL,
                "The store's schema " + schema + " could not be brought up to date.",
                e);
    }
}
