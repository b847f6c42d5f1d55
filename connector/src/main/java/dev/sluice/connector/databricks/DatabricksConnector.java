package dev.sluice.connector.databricks;

import dev.sluice.connector.AuthMethod;
import dev.sluice.connector.Capabilities;
import dev.sluice.connector.Capacity;
import dev.sluice.connector.ConnectionMode;
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
import dev.sluice.connector.oauth.Grant;
import dev.sluice.connector.oauth.OauthOptions;
import dev.sluice.connector.oauth.Sessions;
import dev.sluice.connector.oauth.TokenEndpoint;
import dev.sluice.core.Schema;
import dev.sluice.core.Secret;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Databricks SQL warehouses with Unity Catalog; a connection's database is one schema. */
public final class DatabricksConnector implements Connector {
    static final EngineOption HTTP_PATH =
            new EngineOption(
                    "http_path",
                    "the path of the SQL warehouse, for example"
                            + " /sql/1.0/warehouses/0a1b2c3d4e5f6071",
                    true,
                    Pattern.compile("/sql/1\\.0/(warehouses|endpoints)/[A-Za-z0-9]{1,64}"));

    static final EngineOption CATALOG =
            new EngineOption(
                    "catalog",
                    "the catalog in Unity Catalog",
                    true,
                    Pattern.compile("[^\\x00-\\x20./`]{1,255}"));

    /** A warehouse that sleeps takes minutes to start. */
    private static final Duration ADMINISTRATION_MAX = Duration.ofMinutes(5);

    @Override
    public String type() {
        return "databricks";
    }

    @Override
    public String title() {
        return "Databricks";
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
                false,
                true,
                true,
                EnumSet.of(AuthMethod.TOKEN, AuthMethod.OAUTH_CLIENT),
                EnumSet.allOf(ConnectionMode.class));
    }

    @Override
    public List<EngineOption> options() {
        return Stream.concat(Stream.of(HTTP_PATH, CATALOG), OauthOptions.ALL.stream()).toList();
    }

    @Override
    public Probe probe(Target target) {
        try (Statements statements = statements(target);
                Stop stop = Stop.after(ADMINISTRATION_MAX)) {
            return new DatabricksCatalogue(statements, stop)
                    .probe(Sessions.origin(target.settings()).secure());
        } catch (SourceFailure e) {
            throw e.forAdministrator();
        }
    }

    @Override
    public Schema readSchema(Target target) {
        try (Statements statements = statements(target);
                Stop stop = Stop.after(ADMINISTRATION_MAX)) {
            return new DatabricksCatalogue(statements, stop).schema();
        } catch (SourceFailure e) {
            throw e.forAdministrator();
        }
    }

    @Override
    public Database open(Target target, Capacity capacity) {
        return new HttpDatabase(new DatabricksEngine(statements(target)), capacity);
    }

    private static Statements statements(Target target) {
        // The workspace itself issues the tokens of its service principals.
        Sessions.Defaults workspace =
                new Sessions.Defaults(
                        new TokenEndpoint(Sessions.origin(target.settings()), "/oidc/v1/token"),
                        "all-apis",
                        Grant.ClientAuthentication.BASIC);
        return new Statements(
                Sessions.open(target, () -> personalToken(target.credential()), workspace),
                target.settings());
    }

    private static Map<String, String> personalToken(Credential credential) {
        try (Secret token = credential.open(SecretName.TOKEN)) {
            return Authorization.bearer(token);
        }
    }
}
