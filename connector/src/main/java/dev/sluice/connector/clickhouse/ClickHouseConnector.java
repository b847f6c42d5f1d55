package dev.sluice.connector.clickhouse;

import dev.sluice.connector.AuthMethod;
import dev.sluice.connector.Capabilities;
import dev.sluice.connector.Capacity;
import dev.sluice.connector.ConnectionMode;
import dev.sluice.connector.ConnectionSettings;
import dev.sluice.connector.Connector;
import dev.sluice.connector.Credential;
import dev.sluice.connector.Database;
import dev.sluice.connector.Probe;
import dev.sluice.connector.SecretName;
import dev.sluice.connector.Target;
import dev.sluice.connector.http.Authorization;
import dev.sluice.connector.http.HttpDatabase;
import dev.sluice.connector.http.SourceFailure;
import dev.sluice.connector.http.Stop;
import dev.sluice.connector.oauth.Sessions;
import dev.sluice.core.Schema;
import dev.sluice.core.Secret;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;

/** ClickHouse 23.8 and newer. */
public final class ClickHouseConnector implements Connector {
    private static final Duration ADMINISTRATION_MAX = Duration.ofSeconds(60);

    @Override
    public String type() {
        return "clickhouse";
    }

    @Override
    public String title() {
        return "ClickHouse";
    }

    @Override
    public int defaultPort() {
        return 8443;
    }

    @Override
    public Capabilities capabilities() {
        return new Capabilities(
                null,
                Capabilities.Proof.WIRE,
                true,
                true,
                false,
                true,
                true,
                EnumSet.of(AuthMethod.PASSWORD, AuthMethod.TOKEN),
                EnumSet.allOf(ConnectionMode.class));
    }

    @Override
    public Probe probe(Target target) {
        try (Queries queries = queries(target);
                Stop stop = Stop.after(ADMINISTRATION_MAX)) {
            return new ClickHouseCatalogue(queries, stop)
                    .probe(Sessions.origin(target.settings()).secure());
        } catch (SourceFailure e) {
            throw e.forAdministrator();
        }
    }

    @Override
    public Schema readSchema(Target target) {
        try (Queries queries = queries(target);
                Stop stop = Stop.after(ADMINISTRATION_MAX)) {
            return new ClickHouseCatalogue(queries, stop).schema();
        } catch (SourceFailure e) {
            throw e.forAdministrator();
        }
    }

    @Override
    public Database open(Target target, Capacity capacity) {
        return new HttpDatabase(new ClickHouseEngine(queries(target)), capacity);
    }

    private static Queries queries(Target target) {
        return new Queries(
                Sessions.open(target, () -> headers(target), Sessions.Defaults.NONE),
                target.settings());
    }

    /** In headers, never in the address, which servers and proxies log. */
    private static Map<String, String> headers(Target target) {
        ConnectionSettings settings = target.settings();
        Credential credential = target.credential();
        if (settings.auth() == AuthMethod.TOKEN) {
            try (Secret token = credential.open(SecretName.TOKEN)) {
                return Authorization.bearer(token);
            }
        }
        try (Secret password = credential.open(SecretName.PASSWORD)) {
            return Authorization.basic(settings.user(), password);
        }
    }
}
