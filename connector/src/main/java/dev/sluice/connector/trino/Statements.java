package dev.sluice.connector.trino;

import dev.sluice.connector.ConnectionSettings;
import dev.sluice.connector.http.Answer;
import dev.sluice.connector.http.HttpCall;
import dev.sluice.connector.http.HttpReply;
import dev.sluice.connector.http.Origin;
import dev.sluice.connector.http.Session;
import dev.sluice.connector.http.SourceFailure;
import dev.sluice.connector.http.Stop;
import dev.sluice.connector.oauth.Sessions;
import dev.sluice.core.ReasonCode;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Runs statements by Trino's client protocol: a statement is posted, and its answer is fetched page
 * by page until no further address is given.
 *
 * @see <a href="https://trino.io/docs/current/develop/client-protocol.html">Trino's description</a>
 */
final class Statements implements AutoCloseable {
    static final String TRANSACTION = "X-Trino-Transaction-Id";
    static final String NO_TRANSACTION = "NONE";

    private static final String PATH = "/v1/statement";
    private static final String STARTED = "x-trino-started-transaction-id";

    /** The server answers at once that it has queued a statement, and so names what to cancel. */
    private static final Duration SUBMIT_MAX = Duration.ofSeconds(5);

    private static final Duration CANCEL_MAX = Duration.ofSeconds(3);
    private static final Duration RETRY_AFTER = Duration.ofMillis(100);

    private final Session session;
    private final Origin origin;
    private final Map<String, String> headers;

    /** Closes the session when it is closed. */
    Statements(Session session, ConnectionSettings settings) {
        this.session = session;
        this.origin = Sessions.origin(settings);
        Map<String, String> common = new LinkedHashMap<>();
        if (!settings.user().isEmpty()) {
            common.put("X-Trino-User", settings.user());
        }
        common.put("X-Trino-Catalog", settings.database());
        common.put("X-Trino-Time-Zone", "UTC");
        common.put("X-Trino-Client-Tags", "sluice");
        // Without it, times lose what is below a millisecond.
        common.put("X-Trino-Client-Capabilities", "PARAMETRIC_DATETIME");
        this.headers = Map.copyOf(common);
    }

    /** Begins a transaction in which the server refuses to write. Returns its name. */
    String begin(Map<String, String> more, Stop stop) throws SourceFailure {
        Map<String, String> none = new LinkedHashMap<>(more);
        none.put(TRANSACTION, NO_TRANSACTION);
        String transaction = run("START TRANSACTION READ ONLY", none, Answer.ofCatalogue(1), stop);
        if (transaction == null || !transaction.matches("[A-Za-z0-9-]{1,64}")) {
            throw SourceFailure.unreadable();
        }
        return transaction;
    }

    /** Ends the transaction, if it can be done soon; the server ends it after a while anyway. */
    void rollback(Map<String, String> more) {
        try (Stop stop = Stop.after(CANCEL_MAX)) {
            run("ROLLBACK", more, Answer.ofCatalogue(1), stop);
        } catch (SourceFailure e) {
            // What it was for has its outcome.
        }
    }

    /**
     * Runs a statement and gathers its rows.
     *
     * @return the transaction that it started, null for none
     */
    @Nullable String run(String sql, Map<String, String> more, Answer answer, Stop stop)
            throws SourceFailure {
        stop.check();
        HttpReply reply;
        try (Stop submitting = Stop.after(least(stop.left(), SUBMIT_MAX))) {
            reply =
                    session.send(
                            HttpCall.post(origin, PATH, "text/plain; charset=utf-8", sql)
                                    .with(headers)
                                    .with(more),
                            submitting);
        }
        String started = null;
        String next = null;
        try {
            while (true) {
                String said = reply.header(STARTED);
                started = said == null ? started : said;
                JsonNode page = page(reply);
                next = next(page);
                boolean wanted = take(page, answer);
                if (next == null) {
                    return started;
                }
                if (!wanted) {
                    cancel(next, more);
                    return started;
                }
                reply = fetch(next, more, stop);
            }
        } catch (SourceFailure e) {
            if (next != null) {
                cancel(next, more);
            }
            throw e;
        }
    }

    private static Duration least(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /** Servers that are starting, and proxies before them, ask to be asked again. */
    private HttpReply fetch(String path, Map<String, String> more, Stop stop) throws SourceFailure {
        while (true) {
            HttpReply reply =
                    session.send(HttpCall.get(origin, path).with(headers).with(more), stop);
            if (reply.status() != 502 && reply.status() != 503 && reply.status() != 504) {
                return reply;
            }
            stop.pause(RETRY_AFTER);
        }
    }

    private void cancel(String path, Map<String, String> more) {
        try (Stop stop = Stop.after(CANCEL_MAX)) {
            session.send(HttpCall.delete(origin, path).with(headers).with(more), stop);
        } catch (SourceFailure e) {
            // Its own time limit ends the statement.
        }
    }

    private static JsonNode page(HttpReply reply) throws SourceFailure {
        if (!reply.succeeded()) {
            throw SourceFailure.ofStatus(reply.status());
        }
        JsonNode page = reply.object();
        JsonNode error = page.path("error");
        if (error.isObject()) {
            throw Failures.of(error);
        }
        return page;
    }

    /**
     * Where the next page is: on the server that was asked, whatever address it gives, since that
     * may be one that only its own network knows, or one that nobody should be sent to.
     */
    private static @Nullable String next(JsonNode page) throws SourceFailure {
        JsonNode address = page.path("nextUri");
        if (address.isMissingNode() || address.isNull()) {
            return null;
        }
        try {
            URI uri = new URI(address.asString(""));
            String path = uri.getRawPath();
            if (path != null && path.startsWith(PATH + "/") && !path.contains("..")) {
                return uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
            }
        } catch (URISyntaxException e) {
            // As any other address that is none.
        }
        throw SourceFailure.unreadable();
    }

    /** Whether more rows are wanted. */
    private static boolean take(JsonNode page, Answer answer) throws SourceFailure {
        JsonNode columns = page.path("columns");
        if (columns.isArray() && answer.columns().isEmpty()) {
            answer.columns(Types.columns(columns));
        }
        JsonNode data = page.path("data");
        if (data.isMissingNode() || data.isNull()) {
            return true;
        }
        if (!data.isArray()) {
            throw SourceFailure.unreadable();
        }
        for (JsonNode row : data) {
            List<@Nullable String> texts = new ArrayList<>(row.size());
            for (JsonNode cell : row) {
                texts.add(Types.text(cell, answer.columns(), texts.size()));
            }
            if (!row.isArray()) {
                throw SourceFailure.unreadable();
            }
            if (!answer.add(texts)) {
                return false;
            }
        }
        return true;
    }

    /** The server's version, which it tells everybody. */
    String version(Stop stop) throws SourceFailure {
        HttpReply reply = session.send(HttpCall.get(origin, "/v1/info"), stop);
        String version = reply.object().path("nodeVersion").path("version").asString("");
        if (!version.matches("[A-Za-z0-9._+-]{1,64}")) {
            throw SourceFailure.unreadable();
        }
        return version;
    }

    /** A text as Trino reads it: only the quote is special. */
    static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    static SourceFailure overBudget(long estimated, long most) {
        return SourceFailure.of(
                ReasonCode.BYTES_EXCEEDED,
                null,
                Map.of("estimated_bytes", estimated, "max_bytes", most));
    }

    @Override
    public void close() {
        session.close();
    }
}
