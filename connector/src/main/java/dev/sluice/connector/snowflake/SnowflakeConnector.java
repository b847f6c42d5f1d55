package dev.sluice.connector.snowflake;

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
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Snowflake; the host is the account's, for example {@code org-account.snowflakecomputing.com}. */
public final class SnowflakeConnector implements Connector {
    static final EngineOption ACCOUNT =
            new EngineOption(
                    "account",
                    "the account's identifier, where the host's first word is not it",
                    false,
                    Pattern.compile("[A-Za-z0-9_-]{1,128}"));
    static final EngineOption WAREHOUSE = name("warehouse", "the warehouse that runs queries");
    static final EngineOption ROLE = name("role", "the role to use, if not the user's default");
    static final EngineOption SCHEMA = name("schema", "the schema that names are looked up in");

    private static final Duration ADMINISTRATION_MAX = Duration.ofMinutes(2);

    private static EngineOption name(String name, String description) {
        return new EngineOption(name, description, false, Pattern.compile("[\\x20-\\x7E]{1,255}"));
    }

    @Override
    public String type() {
        return "snowflake";
    }

    @Override
    public String title() {
        return "Snowflake";
    }

    @Override
    public int defaultPort() {
        return 443;
    }

    @Override
    public Capabilities capabilities() {
        return new Capabilities(
                null,
                Capabilities.Proof.WIRE,
                true,
                false,
                true,
                true,
                true,
                Set.of(
                        AuthMethod.KEY_PAIR,
                        AuthMethod.TOKEN,
                        AuthMethod.OAUTH_CLIENT,
                        AuthMethod.OAUTH_REFRESH),
                EnumSet.allOf(ConnectionMode.class));
    }

    @Override
    public List<EngineOption> options() {
        return Stream.concat(Stream.of(ACCOUNT, WAREHOUSE, ROLE, SCHEMA), OauthOptions.ALL.stream())
                .toList();
    }

    @Override
    public Probe probe(Target target) {
        try (Statements statements = statements(target);
                Stop stop = Stop.after(ADMINISTRATION_MAX)) {
            return new SnowflakeCatalogue(statements, stop).probe();
        } catch (SourceFailure e) {
            throw e.forAdministrator();
        }
    }

    @Override
    public Schema readSchema(Target target) {
        try (Statements statements = statements(target);
                Stop stop = Stop.after(ADMINISTRATION_MAX)) {
            return new SnowflakeCatalogue(statements, stop).schema();
        } catch (SourceFailure e) {
            throw e.forAdministrator();
        }
    }

    @Override
    public Database open(Target target, Capacity capacity) {
        return new HttpDatabase(new SnowflakeEngine(statements(target)), capacity);
    }

    private static Statements statements(Target target) {
        return new Statements(
                Sessions.open(target, () -> headers(target), Sessions.Defaults.NONE),
                target.settings());
    }

    private static Map<String, String> headers(Target target) {
        ConnectionSettings settings = target.settings();
        Credential credential = target.credential();
        if (settings.auth() == AuthMethod.KEY_PAIR) {
            try (Secret token =
                    KeyPair.token(
                            account(settings),
                            settings.user().toUpperCase(Locale.ROOT),
                            credential,
                            Instant.now())) {
                return Authorization.bearer(token);
            }
        }
        try (Secret token = credential.open(SecretName.TOKEN)) {
            return Authorization.bearer(token);
        }
    }

    private static String account(ConnectionSettings settings) {
        String host = settings.host();
        int dot = host.indexOf('.');
        String first = dot < 0 ? host : host.substring(0, dot);
        return settings.options().getOrDefault(ACCOUNT.name(), first).toUpperCase(Locale.ROOT);
    }
}
