package dev.sluice.server.source;

import dev.sluice.connector.Capabilities;
import dev.sluice.connector.ConnectionSettings;
import dev.sluice.connector.Connectors;
import dev.sluice.connector.PasswordStrength;
import dev.sluice.connector.Power;
import dev.sluice.connector.Probe;
import dev.sluice.connector.TlsMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is not as it should be with a connection, as of its last test. */
public final class Findings {
    /** How old a credential may grow. */
    public static final Duration CREDENTIAL_AGE_MAX = Duration.ofDays(90);

    private Findings() {}

    /**
     * One thing that is not as it should be.
     *
     * @param kind for programs, for example {@code not_encrypted}, or a kind of {@link Power}
     * @param message for an administrator
     * @param fix what to do about it: statements of the database's, or one sentence
     * @param accepted whether an owner accepted it
     */
    public record Finding(String kind, String message, List<String> fix, boolean accepted) {
        public Finding {
            fix = List.copyOf(fix);
        }
    }

    public static List<Finding> of(SourceConnection connection, Instant now) {
        List<Finding> findings = new ArrayList<>();
        Probe probe = connection.probe();
        for (Power power : probe.powers()) {
            Acceptance needed = needed(power.kind().reach());
            findings.add(
                    new Finding(
                            power.kind().wireName(),
                            power.sentence(),
                            power.remedy(),
                            needed != null && connection.accepted().contains(needed)));
        }
        add(findings, experimental(connection));
        add(findings, transport(connection.settings(), probe, connection.name()));
        add(findings, password(connection));
        add(findings, age(connection, now));
        if (probe.tables() == 0) {
            findings.add(
                    open(
                            "no_table_visible",
                            "The role may read no table.",
                            "Grant it some: 'sluice db connect --print-setup-sql'."));
        }
        probe.warnings()
                .forEach(warning -> findings.add(new Finding("engine", warning, List.of(), false)));
        return findings;
    }

    /** What an owner has to accept for a role that reaches this far, null for nothing. */
    public static @Nullable Acceptance needed(Power.Reach reach) {
        return switch (reach) {
            case SUPERUSER -> Acceptance.SUPERUSER;
            case WRITING -> Acceptance.WRITABLE;
            case READING -> null;
        };
    }

    private static void add(List<Finding> findings, @Nullable Finding finding) {
        if (finding != null) {
            findings.add(finding);
        }
    }

    private static Finding open(String kind, String message, String fix) {
        return new Finding(kind, message, List.of(fix), false);
    }

    private static @Nullable Finding experimental(SourceConnection connection) {
        boolean wire =
                Connectors.of(connection.settings().type()).capabilities().proof()
                        == Capabilities.Proof.WIRE;
        return wire
                ? new Finding(
                        "experimental",
                        "No real server of this engine has judged the connector.",
                        List.of(),
                        connection.accepted().contains(Acceptance.EXPERIMENTAL))
                : null;
    }

    private static @Nullable Finding transport(
            ConnectionSettings settings, Probe probe, String name) {
        if (!probe.encrypted()) {
            return open(
                    "not_encrypted",
                    "The connection is not encrypted.",
                    "Let the database offer TLS, then drop and connect '"
                            + name
                            + "' with --tls verify-full.");
        }
        boolean unchecked =
                settings.tls().mode() == TlsMode.REQUIRE && settings.tls().caPem() == null;
        return unchecked && !ConnectionSettings.isLoopback(settings.host())
                ? open(
                        "identity_unchecked",
                        "The server's identity is not checked.",
                        "Drop and connect '" + name + "' with --tls verify-full and --ca FILE.")
                : null;
    }

    private static @Nullable Finding password(SourceConnection connection) {
        return connection.weakPassword()
                ? open(
                        "weak_password",
                        "The password is weak: use at least "
                                + PasswordStrength.BYTES_MIN
                                + " characters with letters, digits and symbols.",
                        "Change it in the database, then run 'sluice db rotate "
                                + connection.name()
                                + "'.")
                : null;
    }

    private static @Nullable Finding age(SourceConnection connection, Instant now) {
        Duration age = Duration.between(connection.rotatedAt(), now);
        return connection.hasCredential() && age.compareTo(CREDENTIAL_AGE_MAX) >= 0
                ? open(
                        "credential_old",
                        "The credential is " + age.toDays() + " days old.",
                        "Make a new one in the database and run 'sluice db rotate "
                                + connection.name()
                                + "', at least every "
                                + CREDENTIAL_AGE_MAX.toDays()
                                + " days.")
                : null;
    }
}
