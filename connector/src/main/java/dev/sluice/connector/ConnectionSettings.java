package dev.sluice.connector;

import dev.sluice.core.ReasonCode;
import dev.sluice.core.SluiceException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a database is and how to reach it; everything but the password. Every value comes from
 * outside, so each is checked here, and none is ever written into a URL.
 *
 * @param type the engine, for example {@code postgresql}
 * @param host a host name or an address, without port, brackets or lists
 * @param tls {@code disable} and {@code prefer} are for loopback, unless {@code plaintextAllowed}
 * @param caPem the certificates that may sign the server's, as PEM text; null for the JVM's own
 * @param plaintextAllowed that an administrator accepts an unprotected connection over a network
 */
public record ConnectionSettings(
        String type,
        String host,
        int port,
        String database,
        String user,
        TlsMode tls,
        @Nullable String caPem,
        ConnectionMode mode,
        boolean plaintextAllowed) {
    public static final int HOST_CHARACTERS_MAX = 253;

    /** PostgreSQL's and MySQL's names are shorter still; this bounds what is looked at. */
    public static final int NAME_BYTES_MAX = 128;

    public static final int PORT_MAX = 65_535;

    /** The bundle of every region of a large provider takes about 170 KiB. */
    public static final int CA_PEM_CHARACTERS_MAX = 512 * 1024;

    private static final Pattern HOST_NAME =
            Pattern.compile("[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?(\\.[A-Za-z0-9_-]+)*\\.?");
    private static final Pattern ADDRESS_6 = Pattern.compile("[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*");
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|::1");
    private static final Pattern TYPE = Pattern.compile("[a-z][a-z0-9-]{0,31}");

    /**
     * @throws SluiceException {@code INVALID_ARGUMENT} with {@code details.argument}
     */
    public ConnectionSettings {
        require(TYPE.matcher(type).matches(), "type", "type is the name of an engine.");
        require(
                host.length() <= HOST_CHARACTERS_MAX
                        && (HOST_NAME.matcher(host).matches() || ADDRESS_6.matcher(host).matches()),
                "host",
                "host is one host name or address.");
        require(port >= 1 && port <= PORT_MAX, "port", "port is a number from 1 to " + PORT_MAX);
        require(isName(database), "database", nameRule("database"));
        require(isName(user), "user", nameRule("user"));
        require(
                caPem == null || caPem.length() <= CA_PEM_CHARACTERS_MAX,
                "ca",
                "ca is at most " + CA_PEM_CHARACTERS_MAX + " characters of PEM text.");
        require(
                !tls.mayBePlain() || plaintextAllowed || isLoopback(host),
                "tls",
                "tls may be disable or prefer only on loopback; use require or better, or accept"
                        + " an unprotected connection explicitly.");
    }

    /** Whether the host names this machine, judged by its spelling alone. */
    public static boolean isLoopback(String host) {
        return LOOPBACK.matcher(host).matches();
    }

    private static boolean isName(String name) {
        return !name.isEmpty()
                && name.getBytes(StandardCharsets.UTF_8).length <= NAME_BYTES_MAX
                && name.chars().noneMatch(Character::isISOControl);
    }

    private static String nameRule(String argument) {
        return argument + " is 1 to " + NAME_BYTES_MAX + " bytes without control characters.";
    }

    private static void require(boolean holds, String argument, String rule) {
        if (!holds) {
            throw new SluiceException(
                    ReasonCode.INVALID_ARGUMENT, rule, Map.of("argument", argument));
        }
    }
}
