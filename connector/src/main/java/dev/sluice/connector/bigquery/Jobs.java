package dev.sluice.connector.bigquery;

import dev.sluice.connector.ConnectionSettings;
import dev.sluice.connector.http.Answer;
import dev.sluice.connector.http.HttpCall;
import dev.sluice.connector.http.HttpReply;
import dev.sluice.connector.http.Origin;
import dev.sluice.connector.http.Session;
import dev.sluice.connector.http.SourceFailure;
import dev.sluice.connector.http.Stop;
import dev.sluice.connector.oauth.Sessions;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Runs queries as jobs whose names are ours, so that they can be cancelled from the first moment.
 *
 * @see <a href="https://cloud.google.com/bigquery/docs/reference/rest">the REST reference</a>
 */
final class Jobs implements AutoCloseable {
    private static final Duration CANCEL_MAX = Duration.ofSeconds(3);

    /** How long the service holds a question back when there is no answer yet. */
    private static final Duration POLL = Duration.ofSeconds(10);

    private static final int PAGE_ROWS = 5_000;

    private final Session session;
    private final Origin origin;
    private final String project;
    private final @Nullable String location;
    private final String dataset;

    /** Closes the session when it is closed. */
    Jobs(Session session, ConnectionSettings settings) {
        this.session = session;
        this.origin = Sessions.origin(settings);
        this.project = settings.options().getOrDefault(BigQueryConnector.PROJECT.name(), "");
        this.location = settings.options().get(BigQueryConnector.LOCATION.name());
        this.dataset = settings.database();
    }

    String project() {
        return project;
    }

    String dataset() {
        return dataset;
    }

    /** The part of a job that says what to run; the caller may add to it. */
    ObjectNode query(String sql) {
        ObjectNode query = HttpReply.JSON.createObjectNode();
        query.put("query", sql).put("useLegacySql", false);
        query.putObject("defaultDataset").put("projectId", project).put("datasetId", dataset);
        return query;
    }

    /** What the service says of a query that it does not run. */
    JsonNode dryRun(ObjectNode query, Stop stop) throws SourceFailure {
        ObjectNode job = HttpReply.JSON.createObjectNode();
        ObjectNode configuration = job.putObject("configuration");
        configuration.put("dryRun", true).set("query", query);
        if (location != null) {
            job.putObject("jobReference").put("projectId", project).put("location", location);
        }
        return post("/jobs", job, stop).path("statistics");
    }

    /**
     * Runs a query and gathers its rows. When it ends early, it is cancelled at the service.
     *
     * @param configuration of the job: its {@code query}, {@code labels}, {@code jobTimeoutMs}
     */
    void run(ObjectNode configuration, Answer answer, Stop stop) throws SourceFailure {
        String id = "sluice_" + UUID.randomUUID().toString().replace("-", "");
        ObjectNode job = HttpReply.JSON.createObjectNode();
        ObjectNode reference = job.putObject("jobReference");
        reference.put("projectId", project).put("jobId", id);
        if (location != null) {
            reference.put("location", location);
        }
        job.set("configuration", configuration);
        boolean over = false;
        @Nullable String place = location;
        try {
            JsonNode started = post("/jobs", job, stop);
            place = started.path("jobReference").path("location").asString(place);
            over = gather(id, place, answer, stop);
        } finally {
            if (!over) {
                cancel(id, place);
            }
        }
    }

    /** Whether the job has ended by itself. */
    private boolean gather(String id, @Nullable String place, Answer answer, Stop stop)
            throws SourceFailure {
        String token = "";
        while (true) {
            JsonNode page = page(id, place, token, stop);
            if (!page.path("jobComplete").asBoolean(false)) {
                continue; // asked again: the service has held the question back
            }
            if (answer.columns().isEmpty()) {
                answer.columns(Values.columns(page.path("schema").path("fields")));
            }
            for (JsonNode row : page.path("rows")) {
                if (!answer.add(Values.texts(row, page.path("schema").path("fields")))) {
                    return true;
                }
            }
            token = page.path("pageToken").asString("");
            if (token.isEmpty()) {
                return true;
            }
        }
    }

    private JsonNode page(String id, @Nullable String place, String token, Stop stop)
            throws SourceFailure {
        StringBuilder path = new StringBuilder("/queries/" + id);
        path.append("?maxResults=").append(PAGE_ROWS);
        path.append("&formatOptions.useInt64Timestamp=true");
        path.append("&timeoutMs=").append(Math.min(stop.left().toMillis(), POLL.toMillis()));
        if (place != null) {
            path.append("&location=").append(encoded(place));
        }
        if (!token.isEmpty()) {
            path.append("&pageToken=").append(encoded(token));
        }
        stop.check();
        return answered(session.send(HttpCall.get(origin, path(path.toString())), stop));
    }

    private void cancel(String id, @Nullable String place) {
        try (Stop stop = Stop.after(CANCEL_MAX)) {
            String at = place == null ? "" : "?location=" + encoded(place);
            post("/jobs/" + id + "/cancel" + at, HttpReply.JSON.createObjectNode(), stop);
        } catch (SourceFailure e) {
            // Its own time limit ends it, if it ever began.
        }
    }

    /** Asks which of these permissions the identity has for a table. */
    JsonNode permissions(String table, ObjectNode wanted, Stop stop) throws SourceFailure {
        return post(
                "/datasets/"
                        + encoded(dataset)
                        + "/tables/"
                        + encoded(table)
                        + ":testIamPermissions",
                wanted,
                stop);
    }

    private JsonNode post(String path, ObjectNode body, Stop stop) throws SourceFailure {
        return answered(
                session.send(
                        HttpCall.post(origin, path(path), "application/json", body.toString()),
                        stop));
    }

    private String path(String path) {
        return "/bigquery/v2/projects/" + encoded(project) + path;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static JsonNode answered(HttpReply reply) throws SourceFailure {
        if (!reply.succeeded()) {
            throw Failures.of(reply);
        }
        JsonNode answer = reply.object();
        JsonNode error = answer.path("status").path("errorResult");
        if (error.isObject()) {
            throw Failures.of(error);
        }
        return answer;
    }

    @Override
    public void close() {
        session.close();
    }
}
