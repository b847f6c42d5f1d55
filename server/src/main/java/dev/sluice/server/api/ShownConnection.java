package dev.sluice.server.api;

import dev.sluice.connector.Capabilities;
import dev.sluice.connector.ConnectionSettings;
import dev.sluice.connector.Connector;
import dev.sluice.connector.Connectors;
import dev.sluice.connector.SshHop;
import dev.sluice.connector.SshTunnel;
import dev.sluice.server.source.Acceptance;
import dev.sluice.server.source.Findings;
import dev.sluice.server.source.SourceConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A connection as it is shown: everything but the secrets.
 *
 * @param dialect the guard's, null when questions cannot be asked
 * @param experimental whether no real server of the engine has judged the connector
 * @param accepted what an owner accepted about it
 * @param credentialDays how old the credential is
 * @param findings what is not as it should be
 */
record ShownConnection(
        String name,
        String type,
        String title,
        String host,
        int port,
        String database,
        String user,
        String tls,
        boolean clientCertificate,
        String mode,
        String auth,
        List<ShownHop> ssh,
        Map<String, String> options,
        @Nullable String dialect,
        boolean experimental,
        List<String> accepted,
        Instant createdAt,
        Instant testedAt,
        Instant rotatedAt,
        long credentialDays,
        int credentialVersion,
        List<Findings.Finding> findings,
        ShownProbe probe) {

    /** An SSH server on the way. */
    record ShownHop(String host, int port, String user, String auth, @Nullable String hostKey) {
        static ShownHop of(SshHop hop) {
            return new ShownHop(
                    hop.host(), hop.port(), hop.user(), hop.auth().wireName(), hop.hostKey());
        }
    }

    static ShownConnection of(SourceConnection connection, Instant now) {
        ConnectionSettings settings = connection.settings();
        Connector connector = Connectors.of(settings.type());
        SshTunnel ssh = settings.ssh();
        return new ShownConnection(
                connection.name(),
                settings.type(),
                connector.title(),
                settings.host(),
                settings.port(),
                settings.database(),
                settings.user(),
                settings.tls().mode().wireName(),
                settings.tls().clientCertificatePem() != null,
                settings.mode().wireName(),
                settings.auth().wireName(),
                ssh == null ? List.of() : ssh.hops().stream().map(ShownHop::of).toList(),
                settings.options(),
                connector.capabilities().dialect(),
                connector.capabilities().proof() == Capabilities.Proof.WIRE,
                connection.accepted().stream().map(Acceptance::wireName).sorted().toList(),
                connection.createdAt(),
                connection.testedAt(),
                connection.rotatedAt(),
                Duration.between(connection.rotatedAt(), now).toDays(),
                connection.credentialVersion(),
                Findings.of(connection, now),
                ShownProbe.of(connection.probe()));
    }
}
