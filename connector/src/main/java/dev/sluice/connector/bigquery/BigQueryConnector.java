package dev.sluice.connector.bigquery;

import dev.sluice.connector.AuthMethod;
import dev.sluice.connector.Capabilities;
import dev.sluice.connector.Capacity;
import dev.sluice.connector.ConnectionMode;
import dev.sluice.connector.Connector;
import dev.sluice.connector.Database;
import dev.sluice.connector.EngineOption;
import dev.sluice.connector.Probe;
import dev.sluice.connector.Target;
import dev.sluice.connector.http.HttpDatabase;
import dev.sluice.connector.http.SourceFailure;
import dev.sluice.connector.http.Stop;
import dev.sluice.connector.oauth.Grant;
import dev.sluice.connector.oauth.OauthOptions;
import dev.sluice.connector.oauth.Sessions;
import dev.sluice.connector.oauth.TokenEndpoint;
import dev.sluice.core.ReasonCode;
import dev.sluice.core.Schema;
import dev.sluice.core.SluiceException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** BigQuery; a connection's database is one dataset. */
public final class BigQueryConnector implements Connector {
    static final EngineOption PROJECT =
            new EngineOption(
                    "project",
                    "the project that holds the dataset and pays for queries",
                    true,
                    Pattern.compile("([a-z0-9.-]{1,80}:)?[a-z][a-z0-9-]{4,28}[a-z0-9]"));

    static final EngineOption LOCATION =
            new EngineOption(
                    "location",
                    "where the dataset is, for example EU or europe-west3",
                    false,
                    Pattern.compile("[A-Za-z0-9-]{1,40}"));

    /** Datasets' names; they stand in the texts of our own questions. */
    private static final Pattern DATASET = Pattern.compile("[A-Za-z0-9_]{1,256}");

    private static final Sessions.Defaults GOOGLE =
            new Sessions.Defaults(
                    TokenEndpoint.of("https://oauth2.googleapis.com/token", "token_url"),
                    "https://www.googleapis.com/auth/bigquery",
                    Grant.ClientAuthentication.POST);

    private static final Duration ADMINISTRATION_MAX = Duration.ofMinutes(2);

    @Override
    public String type() {
        return "bigquery";
    }

    @Override
    public String title() {
        return "BigQuery";
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
                EnumSet.of(AuthMethod.OAUTH_REFRESH, AuthMethod.SERVICE_ACCOUNT),
                EnumSet.allOf(ConnectionMode.class));
    }

    @Override
    public List<EngineOption> options() {
        return Stream.concat(Stream.of(PROJECT, LOCATION), OauthOptions.ALL.stream()).toList();
    }

    @Override
    public Probe probe(Target target) {
        try (Jobs jobs = jobs(target);
                Stop stop = Stop.after(ADMINISTRATION_MAX)) {
            return new BigQueryCatalogue(jobs, stop)
                    .probe(Sessions.origin(target.settings()).secure());
        } catch (SourceFailure e) {
            throw e.forAdministrator();
        }
    }

    @Override
    public Schema readSchema(Target target) {
        try (Jobs jobs = jobs(target);
                Stop stop = Stop.after(ADMINISTRATION_MAX)) {
            return new BigQueryCatalogue(jobs, stop).schema();
        } catch (SourceFailure e) {
            throw e.forAdministrator();
        }
    }

    @Override
    public Database open(Target target, Capacity capacity) {
        return new HttpDatabase(new BigQueryEngine(jobs(target)), capacity);
    }

    private static Jobs jobs(Target target) {
        if (!DATASET.matcher(target.settings().database()).matches()) {
            throw new SluiceException(
                    ReasonCode.INVALID_ARGUMENT,
                    "database is the name of a dataset: letters, digits and underscores.",
                    Map.of("argument", "database"));
        }
        return new Jobs(Sessions.open(target, Map::of, GOOGLE), target.settings());
    }
}
