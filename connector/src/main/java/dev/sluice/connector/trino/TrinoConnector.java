package dev.sluice.connector.trino;

import dev.sluice.connector.AuthMethod;
import dev.sluice.connector.Capabilities;
import dev.sluice.connector.Capacity;
import dev.sluice.connector.ConnectionMode;
import dev.sluice.connector.ConnectionSettings;
import dev.sluice.connector.Connector;
import dev.sluice.connector.Credential;
import dev.sluice.connector.Database;
import dev.sluice.connector.EngineOption;
import dev.sluice.connector.Probe;
import dev.sluice.connector.SecretName;
import dev.sluice.connector.Target;
import dev.sluice.connector.http.Authorization;
import dev.sluice.connector.http.HttpDatabase;
import dev.sluice.connector.http.SourceFailure;
import dev.sluice.connector.http.Stop;
import dev.sluice.connector.oauth.OauthOptions;
import dev.sluice.connector.oauth.Sessions;
import dev.sluice.core.Schema;
import dev.sluice.core.Secret;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;

/** Trino 400 and newer; a connection's database is one of its catalogs. */
public final class TrinoConnector implements Connector {
    private static final Duration ADMINISTRATION_MAX = Duration.ofSeconds(60);

    @Override
    public String type() {
        return "trino";
    }

    @Override
    public String title() {
        return "Trino";
    }

    @Override
    public int defaultPort() {
        return 443;
    }

    @Override
    public Capabilities capabilities() {
        return new Capabilities(
                "trino",
                Capabilities.Proof.REAL,
                true,
                true,
                true,
                true,
                true,
                EnumSet.of(
                        AuthMethod.NONE,
                        AuthMethod.PASSWORD,
                        AuthMethod.TOKEN,
                        AuthMethod.OAUTH_CLIENT,
                        AuthMethod.OAUTH_REFRESH),
                EnumSet.allOf(ConnectionMode.class));
    }

    @Override
    public List<EngineOption> options() {
        return OauthOptions.ALL;
    }

    @Override
    public Probe probe(Target target) {
        try (Statements statements = statements(target);
                Stop stop = Stop.after(ADMINISTRATION_MAX)) {
            return new TrinoCatalogue(statements, stop)
                    .probe(Sessions.origin(target.settings()).secure());
        } catch (SourceFailure e) {
            throw e.forAdministrator();
        }
    }

    @Override
    public Schema readSchema(Target target) {
        try (Statements statements = statements(target);
                Stop stop = Stop.after(ADMINISTRATION_MAX)) {
            return new TrinoCatalogue(statements, stop).schema();
        } catch (SourceFailure e) {
            throw e.forAdministrator();
        }
    }

    @Override
    public Database open(Target target, Capacity capacity) {
        return new HttpDatabase(new TrinoEngine(statements(target)), capacity);
    }

    private static Statements statements(Target target) {
        return new Statements(
                Sessions.open(target, () -> headers(target), Sessions.Defaults.NONE),
                target.settings());
    }

    private static Map<String, String> headers(Target target) {
        ConnectionSettings settings = target.settings();
        Credential credential = target.credential();
        return switch (settings.auth()) {
            case PASSWORD -> {
                try (Secret password = credential.open(SecretName.PASSWORD)) {
                    yield Authorization.basic(settings.user(), password);
                }
            }
            case TOKEN -> {
                try (Secret token = credential.open(SecretName.TOKEN)) {
                    yield Authorization.bearer(token);
                }
            }
            case NONE, KEY_PAIR, OAUTH_CLIENT, OAUTH_REFRESH, SERVICE_ACCOUNT -> Map.of();
        };
    }
}
