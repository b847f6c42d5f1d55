package dev.sluice.connector.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.connector.AuthMethod;
import dev.sluice.connector.Cancellation;
import dev.sluice.connector.Capacity;
import dev.sluice.connector.ConnectionMode;
import dev.sluice.connector.ConnectionSettings;
import dev.sluice.connector.Connector;
import dev.sluice.connector.Credential;
import dev.sluice.connector.Database;
import dev.sluice.connector.Outcome;
import dev.sluice.connector.Request;
import dev.sluice.connector.ResultLimits;
import dev.sluice.connector.SecretName;
import dev.sluice.connector.SessionTag;
import dev.sluice.connector.Target;
import dev.sluice.connector.TlsMode;
import dev.sluice.connector.TlsSettings;
import dev.sluice.connector.transport.DirectNetwork;
import dev.sluice.core.Limits;
import dev.sluice.core.Secret;
import dev.sluice.guard.GuardedQueries;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** One connection to a {@link StubServer}, and the questions that tests of every engine ask. */
public final class Wire {
    public static final String TAG = "sluice 0a1b2c3d ada/claude";

    private final Connector connector;
    private final StubServer server;
    private final Map<SecretName, Supplier<Secret>> secrets = new HashMap<>();
    private final Map<String, String> options = new HashMap<>();
    private final String database;
    private AuthMethod auth = AuthMethod.NONE;

    public Wire(Connector connector, StubServer server, String database) {
        this.connector = connector;
        this.server = server;
        this.database = database;
    }

    public Wire by(AuthMethod method) {
        auth = method;
        return this;
    }

    public Wire with(SecretName name, String secret) {
        secrets.put(name, () -> Secret.takingOver(secret.getBytes(StandardCharsets.UTF_8)));
        return this;
    }

    public Wire with(String option, String value) {
        options.put(option, value);
        return this;
    }

    public Target target() {
        return new Target(
                new ConnectionSettings(
                        connector.type(),
                        "127.0.0.1",
                        server.port(),
                        database,
                        "reader",
                        TlsSettings.of(TlsMode.DISABLE),
                        ConnectionMode.POOLED,
                        auth,
                        null,
                        options),
                Credential.of(secrets),
                new DirectNetwork());
    }

    public static Request request(Cancellation cancellation) {
        return new Request(new SessionTag(TAG), ResultLimits.DEFAULT, cancellation);
    }

    public Outcome ask(String sql, Limits limits, Rows rows, String... parameters) {
        try (Database open = connector.open(target(), Capacity.DEFAULT)) {
            return open.execute(
                    GuardedQueries.of(sql, limits, parameters), request(new Cancellation()), rows);
        }
    }

    public Outcome ask(String... parameters) {
        return ask("SELECT 1", Limits.DEFAULT, new Rows(), parameters);
    }

    /** Asks, and expects a failure that quotes neither the service nor a secret. */
    public Outcome.Failed fail() {
        Rows rows = new Rows();
        Outcome outcome = ask("SELECT 1", Limits.DEFAULT, rows);
        assertThat(outcome).isInstanceOf(Outcome.Failed.class);
        assertThat(outcome.toString()).doesNotContain("secret-of-the-service", "marker");
        assertThat(rows.rows).isEmpty();
        return (Outcome.Failed) outcome;
    }

    /** Asks under a short deadline, and expects that it holds. */
    public Outcome.Failed late() {
        return (Outcome.Failed)
                ask("SELECT 1", new Limits(1, 1L << 40, Duration.ofMillis(700)), new Rows());
    }

    /** Asks, and cancels as soon as the service is at it. */
    public Outcome cancelled(BooleanSupplier underWay) throws Exception {
        Cancellation cancellation = new Cancellation();
        try (Database open = connector.open(target(), Capacity.DEFAULT);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Outcome> outcome =
                    threads.submit(() ->
                            open.execute(
                                    GuardedQueries.of("SELECT 1", Limits.DEFAULT),
                                    request(cancellation),
                                    new Rows()));
            while (!underWay.getAsBoolean()) {
                TimeUnit.MILLISECONDS.sleep(10);
            }
            cancellation.cancel();
            return outcome.get(1, TimeUnit.MINUTES);
        }
    }
}
