package dev.sluice.connector;

import dev.sluice.core.ReasonCode;
import dev.sluice.core.SluiceException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a database is and how to reach it; everything but the secrets. Every value comes from
 * outside, so each is checked here, and none is ever written into a URL. What an engine demands
 * besides, {@link Connectors#check} looks at.
 *
 * @param type the engine, for example {@code postgresql}
 * @param host a host name or an address, without port, brackets or lists; empty for an engine that
 *     has none
 * @param port 0 for an engine that has none
 * @param database a database's name, or a file's path where a file is the database
 * @param user empty where the way to log in has none
 * @param tls {@code disable} and {@code prefer} are for loopback, unless plaintext is allowed
 * @param ssh null to connect without a tunnel
 * @param options of the engine, by {@link EngineOption#name}
 */
public record ConnectionSettings(
        String type,
        String host,
        int port,
        String database,
        String user,
        TlsSettings tls,
        ConnectionMode mode,
        AuthMethod auth,
        @Nullable SshTunnel ssh,
        Map<String, String> options) {
    public static final int HOST_CHARACTERS_MAX = 253;

    /** PostgreSQL's and MySQL's names are shorter still; this bounds what is looked at. */
    public static final int NAME_BYTES_MAX = 256;

    /** The most that Linux takes for a path. */
    public static final int DATABASE_BYTES_MAX = 4_096;

    public static final int PORT_MAX = 65_535;
    public static final int OPTIONS_MAX = 20;

    private static final Pattern HOST_NAME =
            Pattern.compile("[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?(\\.[A-Za-z0-9_-]+)*\\.?");
    private static final Pattern ADDRESS_6 = Pattern.compile("[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*");
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|::1");
    private static final Pattern TYPE = Pattern.compile("[a-z][a-z0-9-]{0,31}");
    private static final Pattern OPTION = Pattern.compile("[a-z][a-z0-9_]{0,39}");

    /**
     * @throws SluiceException {@code INVALID_ARGUMENT} with {@code details.argument}
     */
    public ConnectionSettings {
        require(TYPE.matcher(type).matches(), "type", "type is the name of an engine.");
        if (!host.isEmpty() || port != 0) {
            requireHost(host, "host");
            requirePort(port, "port");
        }
        requireName(database, DATABASE_BYTES_MAX, "database");
        if (!user.isEmpty()) {
            requireName(user, NAME_BYTES_MAX, "user");
        }
        require(
                host.isEmpty()
                        || !tls.mode().mayBePlain()
                        || tls.plaintextAllowed()
                        || isLoopback(host),
                "tls",
                "tls may be disable or prefer only on loopback; use require or better, or accept"
                        + " an unprotected connection explicitly.");
        require(options.size() <= OPTIONS_MAX, "options", "There are too many options.");
        options.forEach(ConnectionSettings::requireOption);
        options = Map.copyOf(new TreeMap<>(options));
    }

    /** With a password, in mode single-use, without tunnel and options. */
    public static ConnectionSettings of(
            String type, String host, int port, String database, String user, TlsMode tls) {
        return new ConnectionSettings(
                type,
                host,
                port,
                database,
                user,
                TlsSettings.of(tls),
                ConnectionMode.SINGLE_USE,
                AuthMethod.PASSWORD,
                null,
                Map.of());
    }

    public ConnectionSettings with(ConnectionMode other) {
        return new ConnectionSettings(
                type, host, port, database, user, tls, other, auth, ssh, options);
    }

    public ConnectionSettings with(TlsSettings other) {
        return new ConnectionSettings(
                type, host, port, database, user, other, mode, auth, ssh, options);
    }

    public ConnectionSettings with(AuthMethod other) {
        return new ConnectionSettings(
                type, host, port, database, user, tls, mode, other, ssh, options);
    }

    public ConnectionSettings with(@Nullable SshTunnel other) {
        return new ConnectionSettings(
                type, host, port, database, user, tls, mode, auth, other, options);
    }

    public ConnectionSettings with(Map<String, String> other) {
        return new ConnectionSettings(
                type, host, port, database, user, tls, mode, auth, ssh, other);
    }

    /** Whether the host names this machine, judged by its spelling alone. */
    public static boolean isLoopback(String host) {
        return LOOPBACK.matcher(host).matches();
    }

    static void requireHost(String host, String argument) {
        require(
                host.length() <= HOST_CHARACTERS_MAX
                        && (HOST_NAME.matcher(host).matches() || ADDRESS_6.matcher(host).matches()),
                argument,
                argument + " is one host name or address.");
    }

    static void requirePort(int port, String argument) {
        require(
                port >= 1 && port <= PORT_MAX,
                argument,
                argument + " is a number from 1 to " + PORT_MAX + ".");
    }

    static void requireName(String name, int bytesMax, String argument) {
        require(
                !name.isEmpty()
                        && name.getBytes(StandardCharsets.UTF_8).length <= bytesMax
                        && name.chars().noneMatch(Character::isISOControl),
                argument,
                argument + " is 1 to " + bytesMax + " bytes without control characters.");
    }

    private static void requireOption(String name, String value) {
        require(OPTION.matcher(name).matches(), "options", "An option's name is lower-case words.");
        require(
                value.length() <= EngineOption.VALUE_CHARACTERS_MAX
                        && value.chars().noneMatch(Character::isISOControl),
                name,
                name
                        + " is at most "
                        + EngineOption.VALUE_CHARACTERS_MAX
                        + " characters without control characters.");
    }

    private static void require(boolean holds, String argument, String rule) {
        if (!holds) {
            throw new SluiceException(
                    ReasonCode.INVALID_ARGUMENT, rule, Map.of("argument", argument));
        }
    }
}
