package dev.sluice.connector;

import dev.sluice.core.ReasonCode;
import dev.sluice.core.SluiceException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Why a database cannot be used: every value of {@code details.reason}, how far the attempt had
 * come ({@code details.stage}), and what an administrator is told. No text of a driver, a server or
 * an exception is ever part of it.
 */
public enum Diagnosis {
    DRIVER_MISSING(
            Stage.DRIVER,
            "The driver of this engine is not installed.",
            "Put the engine's driver pack into the folder 'drivers' of the server, and restart"
                    + " it."),
    CREDENTIAL_MISSING(
            Stage.CREDENTIAL,
            "A secret that this way of signing in needs was not given.",
            "Give it with 'sluice db rotate', or connect again with all of them."),
    CREDENTIAL_UNREADABLE(
            Stage.CREDENTIAL,
            "A key, certificate or token is not in a form that can be read.",
            "Give it as PEM (PKCS #8 for keys) or as the provider's file, unchanged, and its"
                    + " passphrase if it has one."),

    UNKNOWN_HOST(
            Stage.NAME,
            "The host's name is not known.",
            "Check its spelling, and that the machine where Sluice runs can resolve it."),
    ADDRESS_REFUSED(
            Stage.ROUTE,
            "The host's address is one that this deployment does not connect to.",
            "Use the database's own address; private ranges are a setting of the deployment."),
    CONNECTION_REFUSED(
            Stage.ROUTE,
            "Nothing accepts connections at this host and port.",
            "Check the port, that the database runs, and that it listens on more than its own"
                    + " machine."),
    NO_ROUTE(
            Stage.ROUTE,
            "There is no route to the host.",
            "Check the network, the VPN and the address; or reach it through SSH."),
    NO_ANSWER(
            Stage.ROUTE,
            "The database did not answer in time.",
            "A firewall or security group probably drops the packets: let in the address of"
                    + " Sluice; or the database is overloaded."),
    FILE_NOT_FOUND(
            Stage.ROUTE,
            "There is no such file or directory on the server.",
            "Check the path as the user that runs Sluice sees it, and its permissions."),

    FILE_NOT_ALLOWED(
            Stage.ROUTE,
            "The file is not beneath a directory that this deployment allows for files.",
            "Give its absolute path without '.' and '..', and have its directory added to the"
                    + " setting file_sources."),

    SSH_HOST_KEY_UNKNOWN(
            Stage.SSH,
            "The SSH host's key is not confirmed yet.",
            "Compare the fingerprint with the host's own (ssh-keygen -lf), then confirm it with"
                    + " 'sluice db connect' or --ssh-host-key."),
    SSH_HOST_KEY_CHANGED(
            Stage.SSH,
            "The SSH host shows another key than the one that was confirmed.",
            "Somebody may sit in between. If the host was set up anew, drop the connection and"
                    + " connect again with the new fingerprint."),
    SSH_LOGIN_REFUSED(
            Stage.SSH,
            "The SSH host refused the user, the password or the key.",
            "Check the user, and that the public key is in its authorized_keys."),
    SSH_AGENT_MISSING(
            Stage.SSH,
            "There is no SSH agent, or it has no key that the host takes.",
            "Start the server with SSH_AUTH_SOCK set and add the key, or use a key file."),
    SSH_FORWARDING_PROHIBITED(
            Stage.SSH,
            "The SSH host does not forward to the database.",
            "Allow it there (AllowTcpForwarding, PermitOpen), and check the database's host and"
                    + " port as the SSH host sees them."),
    SSH_TARGET_UNREACHABLE(
            Stage.SSH,
            "The SSH host cannot reach the next host and port.",
            "Give the database's host and port as the SSH host sees them, and check the network"
                    + " between the two."),
    SSH_BUSY(
            Stage.SSH,
            "The tunnel carries as many connections as it may.",
            "Wait for queries to end, or raise MaxSessions at the SSH host."),
    SSH_FAILED(
            Stage.SSH,
            "The SSH tunnel could not be built.",
            "Try the same hops with ssh; look into the SSH host's log."),

    TLS_NOT_OFFERED(
            Stage.TLS,
            "The server does not offer TLS.",
            "Switch TLS on at the database, or go through an SSH tunnel."),
    TLS_REQUIRED(
            Stage.TLS,
            "The server takes no connection without TLS.",
            "Use --tls verify-full, with --ca if its CA is not a public one."),
    TLS_EXPIRED(
            Stage.TLS,
            "The server's certificate has expired, or is not valid yet.",
            "Renew it at the database, and check both clocks."),
    TLS_WRONG_HOST(
            Stage.TLS,
            "The server's certificate is for another host name.",
            "Use the name that stands in the certificate, or have it issued for this one."),
    TLS_UNTRUSTED(
            Stage.TLS,
            "The server's certificate comes from a CA that is not trusted.",
            "Give the provider's CA bundle with --ca FILE."),
    TLS_CLIENT_REFUSED(
            Stage.TLS,
            "The server wants another client certificate, or one at all.",
            "Give the certificate and its key that the database expects of this user."),
    TLS_TOO_OLD(
            Stage.TLS,
            "The server speaks no TLS that is still safe.",
            "Let it offer TLS 1.2 or 1.3."),
    TLS_FAILED(
            Stage.TLS,
            "The TLS handshake failed.",
            "Check that the port is the database's own, and that it offers TLS 1.2 or 1.3."),

    LOGIN_REFUSED(
            Stage.LOGIN,
            "The database refused the user or the credential.",
            "Check both with the database's own client; 'sluice db rotate' replaces the"
                    + " credential."),
    ADDRESS_NOT_ALLOWED(
            Stage.LOGIN,
            "The database does not let this user in from our address.",
            "Allow the address of Sluice for the user (pg_hba.conf, 'user'@'host', the"
                    + " provider's allow list)."),
    CREDENTIAL_EXPIRED(
            Stage.LOGIN,
            "The credential has expired or was revoked.",
            "Make a new one and give it with 'sluice db rotate'."),
    SIGN_IN_METHOD_REFUSED(
            Stage.LOGIN,
            "The server asks for a way of signing in that Sluice does not use.",
            "Let the user sign in with one of the methods that the documentation lists."),
    TOO_MANY_CONNECTIONS(
            Stage.LOGIN,
            "The database has no free connection.",
            "Raise the limit of the user or the server, or end connections that idle."),
    STARTING_OR_STOPPING(
            Stage.LOGIN, "The database is starting or stopping.", "Wait a moment and test again."),
    THROTTLED(
            Stage.LOGIN,
            "The service takes no more requests for now.",
            "Wait a moment and test again; look at the quota."),
    CONNECTION_LOST(
            Stage.LOGIN,
            "The connection broke off.",
            "Test again; if it stays, look into the database's log."),
    CONNECTION_REJECTED(
            Stage.LOGIN, "The connection was rejected.", "Check tls, and what the server offers."),
    WRONG_SERVER(
            Stage.LOGIN,
            "What answers there does not speak this engine's protocol.",
            "Check --type, the host and the port."),
    VERSION_UNSUPPORTED(
            Stage.LOGIN,
            "The server is older than what Sluice works with.",
            "Use a release that its maker still supports."),

    UNKNOWN_DATABASE(
            Stage.DATABASE,
            "There is no database of this name.",
            "Check the name; upper and lower case may differ."),
    UNKNOWN_OPTION(
            Stage.DATABASE,
            "Something that the options name is not there, such as a warehouse, project or path.",
            "Check the options of the connection."),
    FILE_UNREADABLE(
            Stage.DATABASE,
            "The file cannot be read, or is gone.",
            "Check the permissions of the server's user, and that the disk is well."),
    NOT_A_DATABASE(
            Stage.DATABASE,
            "The file is no database of this engine, or one of a newer version of it.",
            "Check the path; write the file with the version of the engine that a test shows."),
    FILE_IN_USE(
            Stage.DATABASE,
            "Another program has the file open for writing.",
            "Let it close the file, or write another one and put that in its place."),
    UNUSABLE_FILES(
            Stage.DATABASE,
            "The directory holds no Parquet files, too many, or ones whose names do not do.",
            "Names of tables differ in more than case, and no path has one of * ? [ ] { } and the"
                    + " backslash."),
    ENGINE_NOT_STARTED(
            Stage.DATABASE,
            "The process that runs the engine could not be started.",
            "Check memory, the space in the directory for temporary files, and the server's log."),
    ENGINE_ENDED(
            Stage.DATABASE,
            "The process that runs the engine ended unexpectedly; the next query starts it anew.",
            "If it stays, look into the system's log for what ended it."),
    OUT_OF_MEMORY(
            Stage.DATABASE,
            "The engine needs more memory than it may have.",
            "Raise the option memory_mb, or ask for less at once."),
    NOT_PERMITTED(
            Stage.PRIVILEGES,
            "The role may not use this database.",
            "Run the SQL of 'sluice db connect --print-setup-sql' as an administrator."),
    NO_TABLE_VISIBLE(
            Stage.PRIVILEGES,
            "The role may read no table.",
            "Run the SQL of 'sluice db connect --print-setup-sql' as an administrator."),

    UNAVAILABLE(
            Stage.LOGIN,
            "The database cannot be reached.",
            "Look into the database's log at the time of the attempt.");

    /** How far an attempt had come, in the order in which it goes. */
    public enum Stage {
        DRIVER,
        CREDENTIAL,
        NAME,
        ROUTE,
        SSH,
        TLS,
        LOGIN,
        DATABASE,
        PRIVILEGES;

        /** The spelling of {@code details.stage}. */
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final int CAUSES_MAX = 16;

    private final Stage stage;
    private final String sentence;
    private final String fix;

    Diagnosis(Stage stage, String sentence, String fix) {
        this.stage = stage;
        this.sentence = sentence;
        this.fix = fix;
    }

    /** The spelling of {@code details.reason}, for example {@code unknown_host}. */
    public String reason() {
        return name().toLowerCase(Locale.ROOT);
    }

    public Stage stage() {
        return stage;
    }

    /** The cause, for an administrator. */
    public String sentence() {
        return sentence;
    }

    /** What to do about it, for an administrator. */
    public String fix() {
        return fix;
    }

    /** For an administrator: {@code SOURCE_UNAVAILABLE} with the reason, the stage and the fix. */
    public SluiceException exception() {
        return exception(Map.of());
    }

    /**
     * As {@link #exception()}, with more details.
     *
     * @param more for example {@code sql_state}, or the fingerprint of an SSH host's key
     */
    public SluiceException exception(Map<String, Object> more) {
        Map<String, Object> details = new LinkedHashMap<>(more);
        details.put("reason", reason());
        details.put("stage", stage.wireName());
        details.put("fix", fix);
        return new SluiceException(ReasonCode.SOURCE_UNAVAILABLE, sentence, details);
    }

    /**
     * For who asks a question: the reason alone, since where a database stands is not theirs to
     * know.
     *
     * @param sqlState null when it was not the engine
     */
    public Outcome.Failed failed(@Nullable String sqlState) {
        return new Outcome.Failed(
                ReasonCode.SOURCE_UNAVAILABLE, sqlState, Map.of("reason", reason()));
    }

    /**
     * What the network and TLS layers say, by the types of the exception and its causes; empty when
     * none of them tells. Messages are not looked at, but for those of the JDK's own TLS.
     */
    public static Optional<Diagnosis> ofNetwork(Throwable thrown) {
        NetworkException ours = NetworkException.in(thrown);
        if (ours != null) {
            return Optional.of(ours.diagnosis());
        }
        @Nullable Diagnosis found = null;
        @Nullable Throwable at = thrown;
        for (int i = 0; at != null && i < CAUSES_MAX; i++) {
            Diagnosis here = ofOne(at);
            // Inside a failed handshake stands why the certificate was refused.
            if (here != null && (found == null || found == TLS_FAILED)) {
                found = here;
            }
            at = at.getCause();
        }
        return Optional.ofNullable(found);
    }

    private static @Nullable Diagnosis ofOne(Throwable thrown) {
        return switch (thrown) {
            case UnknownHostException _ -> UNKNOWN_HOST;
            case NoRouteToHostException _ -> NO_ROUTE;
            case ConnectException _ -> CONNECTION_REFUSED;
            case SocketTimeoutException _ -> NO_ANSWER;
            case CertificateExpiredException _, CertificateNotYetValidException _ -> TLS_EXPIRED;
            case CertPathValidatorException path
                    when path.getReason() == BasicReason.EXPIRED
                            || path.getReason() == BasicReason.NOT_YET_VALID ->
                    TLS_EXPIRED;
            case CertPathBuilderException _, CertPathValidatorException _ -> TLS_UNTRUSTED;
            // The JDK's check of the host's name throws this type itself, and no subtype.
            case CertificateException wrongHost
                    when wrongHost.getClass() == CertificateException.class
                            && wrongHost.getCause() == null ->
                    TLS_WRONG_HOST;
            case SSLException tls -> TlsAlerts.diagnosis(tls);
            default -> null;
        };
    }
}
