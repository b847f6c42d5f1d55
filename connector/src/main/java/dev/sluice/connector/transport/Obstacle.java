package dev.sluice.connector.transport;

import java.util.Locale;

/** What kept a connection from coming about, before the database had a say. */
public enum Obstacle {
    ADDRESS_REFUSED(
            "This server does not connect to this address: link-local addresses, metadata services"
                    + " of clouds and its own ports are never a database, and private ones need"
                    + " allow_private_sources."),
    UNKNOWN_HOST("The host's name is not known."),
    CONNECTION_REFUSED("Nothing accepts connections at this host and port."),
    NO_ROUTE("There is no way to the host from here: check the network and its firewalls."),
    NO_ANSWER("The database did not answer in time."),
    CONNECTION_LOST("The connection was cut."),

    TLS_NOT_OFFERED(
            "The server does not encrypt: turn TLS on there, or say tls: disable where that is"
                    + " allowed."),
    TLS_EXPIRED("The server's certificate, or one that signed it, is out of its time."),
    TLS_WRONG_HOST(
            "The server's certificate is for another name: use that name as host, or verify-ca."),
    TLS_UNTRUSTED("The server's certificate does not come from the CA: give the one that signed."),
    TLS_TOO_OLD("The server speaks no TLS that is still safe: it has to offer TLS 1.2 or 1.3."),
    TLS_CLIENT_REFUSED("The server refused our client certificate, or asks for one."),
    TLS_FAILED("The TLS handshake failed."),

    SSH_FAILED("The SSH server broke the conversation off, or shares no algorithm with us."),
    SSH_HOST_KEY_UNKNOWN(
            "The SSH server's key has not been confirmed: compare the fingerprint with the"
                    + " server's and connect again."),
    SSH_HOST_KEY_CHANGED(
            "The SSH server shows another key than the one that was pinned: somebody may stand in"
                    + " between. Confirm the new fingerprint only if its owner knows of the"
                    + " change."),
    SSH_LOGIN_REFUSED("The SSH server refused the user, the password or the key."),
    SSH_AGENT_MISSING("The SSH agent of the server's user does not answer, or holds no key."),
    SSH_FORWARDING_PROHIBITED(
            "The SSH server does not let this user forward: see AllowTcpForwarding and PermitOpen"
                    + " there."),
    SSH_TARGET_UNREACHABLE("The SSH server cannot reach the next host and port."),
    SSH_BUSY("The tunnel carries as many connections as it may.");

    private final String sentence;

    Obstacle(String sentence) {
        this.sentence = sentence;
    }

    /** The value of {@code details.reason}. */
    public String reason() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** For an administrator: what is the matter, and what to do. */
    public String sentence() {
        return sentence;
    }
}
