package dev.sluice.server.store;

import dev.sluice.core.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Properties;

/**
 * Finds the embedded store of a Sluice that runs on a data directory, so that a command of the
 * host's operator can be used beside it.
 */
public final class RunningStore {
    private static final String CONNECT_SECONDS_MAX = "2";

    private RunningStore() {}

    /** How to log in to it; empty when none runs, or this user may not read the directory. */
    public static Optional<StoreSettings.External> find(Path dataDirectory) {
        Path store = dataDirectory.toAbsolutePath().normalize().resolve("store");
        try {
            String port = Files.readString(store.resolve("port")).strip();
            Secret password = Secret.takingOver(Files.readAllBytes(store.resolve("password")));
            StoreSettings.External found =
                    new StoreSettings.External(
                            "jdbc:postgresql://127.0.0.1:" + port + "/" + PostgresCluster.DATABASE,
                            PostgresCluster.OWNER,
                            password);
            return answers(found) ? Optional.of(found) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static boolean answers(StoreSettings.External store) {
        Properties login = new Properties();
        login.setProperty("user", store.user());
        login.setProperty(
                "password", new String(store.password().reveal(), StandardCharsets.UTF_8).strip());
        login.setProperty("connectTimeout", CONNECT_SECONDS_MAX);
        login.setProperty("loginTimeout", CONNECT_SECONDS_MAX);
        try (Connection connection = DriverManager.getConnection(store.jdbcUrl(), login)) {
            return connection.isValid(1);
        } catch (SQLException e) {
            return false;
        }
    }
}
