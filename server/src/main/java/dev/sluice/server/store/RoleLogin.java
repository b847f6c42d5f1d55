package dev.sluice.server.store;

import dev.sluice.core.Secret;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Opens connections to the store as one role, whose password is fetched for each and not kept.
 *
 * <p>The driver takes passwords as strings only; one lives until the garbage collector takes it.
 */
final class RoleLogin extends ConnectionSource {
    static final Duration CONNECTING_MAX = Duration.ofSeconds(2);

    private final String jdbcUrl;
    private final String role;
    private final Supplier<Secret> password;
    private final String schema;
    private final @Nullable Duration answerMax;

    /**
     * @param schema the search path
     * @param answerMax how long the server may be silent before a connection counts as broken, null
     *     for as long as it likes
     */
    RoleLogin(
            String jdbcUrl,
            String role,
            Supplier<Secret> password,
            String schema,
            @Nullable Duration answerMax) {
        this.jdbcUrl = jdbcUrl;
        this.role = role;
        this.password = password;
        this.schema = schema;
        this.answerMax = answerMax;
    }

    /** The same login, with another patience. */
    RoleLogin waitingForever() {
        return new RoleLogin(jdbcUrl, role, password, schema, null);
    }

    @Override
    public Connection getConnection() throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", role);
        properties.setProperty("currentSchema", schema);
        properties.setProperty("ApplicationName", "sluice");
        properties.setProperty("connectTimeout", Long.toString(CONNECTING_MAX.toSeconds()));
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("reWriteBatchedInserts", "true");
        properties.setProperty("gssEncMode", "disable");
        // Details of an error quote rows; exceptions end up in logs.
        properties.setProperty("logServerErrorDetail", "false");
        if (answerMax != null) {
            properties.setProperty("socketTimeout", Long.toString(answerMax.toSeconds()));
        }
        try (Secret secret = password.get()) {
            properties.setProperty("password", new String(secret.reveal(), StandardCharsets.UTF_8));
            return DriverManager.getConnection(jdbcUrl, properties);
        } finally {
            properties.clear();
        }
    }
}
