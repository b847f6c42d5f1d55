package dev.sluice.connector.jdbc;

import dev.sluice.core.ReasonCode;
import dev.sluice.core.SluiceException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Map;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** The words in {@code details.reason} of a database that cannot be used, and their sentences. */
public final class Reasons {
    /** When nothing better is known. */
    public static final String UNAVAILABLE = "unavailable";

    private Reasons() {}

    /** What failed below the driver, null when nothing did or nothing is known of it. */
    public static @Nullable String ofNetwork(Throwable failure) {
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            switch (cause) {
                case UnknownHostException _ -> {
                    return "unknown_host";
                }
                case ConnectException _ -> {
                    return "connection_refused";
                }
                case SocketTimeoutException _ -> {
                    return "no_answer";
                }
                case SSLException _ -> {
                    return "tls_failed";
                }
                default -> {}
            }
        }
        return null;
    }

    /** The same for an administrator. */
    public static SluiceException forAdministrator(String reason, @Nullable String sqlState) {
        return new SluiceException(
                ReasonCode.SOURCE_UNAVAILABLE,
                sentence(reason),
                Map.of("reason", reason, "sql_state", String.valueOf(sqlState)));
    }

    private static String sentence(String reason) {
        return switch (reason) {
            case "unknown_host" -> "The host's name is not known.";
            case "connection_refused" -> "Nothing accepts connections at this host and port.";
            case "no_answer" -> "The database did not answer in time.";
            case "tls_failed" -> "The TLS handshake failed; check the CA and the host's name.";
            case "login_refused" -> "The database refused the user or the password.";
            case "unknown_database" -> "There is no database of this name.";
            case "wrong_engine" ->
                    "The server is another engine: MySQL and MariaDB are types of their own.";
            case "not_permitted" -> "The role may not connect to this database.";
            case "too_many_connections" -> "The database has no free connection.";
            case "starting_or_stopping" -> "The database is starting or stopping.";
            case "connection_rejected" ->
                    "The connection was rejected: check tls, and what the server offers.";
            default -> "The database cannot be reached.";
        };
    }
}
