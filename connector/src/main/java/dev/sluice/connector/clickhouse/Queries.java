package dev.sluice.connector.clickhouse;

import dev.sluice.connector.ConnectionSettings;
import dev.sluice.connector.Diagnosis;
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
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Sends queries, one POST each: the text as the body, and beside it, where the text has no say,
 * settings in the address.
 *
 * @see <a href="https://clickhouse.com/docs/interfaces/http">ClickHouse's description</a>
 */
final class Queries implements AutoCloseable {
    private static final Duration CANCEL_MAX = Duration.ofSeconds(3);

    /** How answers are written: nothing that JSON's numbers, or a reader's clock, would change. */
    private static final Map<String, String> FORMAT =
            Map.ofEntries(
                    Map.entry("default_format", "JSONCompactEachRowWithNamesAndTypes"),
                    Map.entry("wait_end_of_query", "1"),
                    Map.entry("date_time_output_format", "iso"),
                    Map.entry("output_format_json_quote_64bit_integers", "1"),
                    Map.entry("output_format_json_quote_decimals", "1"),
                    Map.entry("output_format_json_quote_denormals", "1"),
                    Map.entry("output_format_json_named_tuples_as_objects", "1"),
                    Map.entry("output_format_json_escape_forward_slashes", "0"),
                    Map.entry("output_format_json_validate_utf8", "1"),
                    Map.entry("output_format_decimal_trailing_zeros", "1"));

    private final Session session;
    private final Origin origin;
    private final String database;

    /** Closes the session when it is closed. */
    Queries(Session session, ConnectionSettings settings) {
        this.session = session;
        this.origin = Sessions.origin(settings);
        this.database = settings.database();
    }

    /**
     * Runs a query and gathers its rows. When it ends early, it is ended at the server.
     *
     * @param settings of the query, for example {@code max_execution_time}
     */
    void run(String sql, Map<String, String> settings, Answer answer, Stop stop)
            throws SourceFailure {
        String id = "sluice-" + UUID.randomUUID();
        Map<String, String> all = new LinkedHashMap<>(FORMAT);
        all.putAll(settings);
        all.put("query_id", id);
        HttpReply reply;
        try {
            reply = send(sql, all, stop);
        } catch (SourceFailure e) {
            if (mayStillRun(e)) {
                kill(id);
            }
            throw e;
        }
        JsonRows.read(reply.body(), answer);
        measure(reply, answer);
    }

    /** One value, without any setting, which some users may not make. */
    String value(String sql, Stop stop) throws SourceFailure {
        String text =
                new String(
                        send(sql, Map.of("default_format", "TSV"), stop).body(),
                        StandardCharsets.UTF_8);
        return text.strip();
    }

    private HttpReply send(String sql, Map<String, String> parameters, Stop stop)
            throws SourceFailure {
        Map<String, String> all = new LinkedHashMap<>(parameters);
        all.put("database", database);
        String path =
                all.entrySet().stream()
                        .map(entry -> encoded(entry.getKey()) + "=" + encoded(entry.getValue()))
                        .collect(Collectors.joining("&", "/?", ""));
        HttpReply reply =
                session.send(HttpCall.post(origin, path, "text/plain; charset=utf-8", sql), stop);
        String code = reply.header("x-clickhouse-exception-code");
        if (code != null) {
            throw Failures.of(code);
        }
        if (!reply.succeeded()) {
            throw SourceFailure.ofStatus(reply.status());
        }
        return reply;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static boolean mayStillRun(SourceFailure e) {
        return switch (e.code()) {
            case CANCELLED, TIMEOUT, RESULT_TOO_LARGE -> true;
            default -> e.is(Diagnosis.CONNECTION_LOST) || e.is(Diagnosis.NO_ANSWER);
        };
    }

    /** Everybody may end queries of their own. */
    private void kill(String id) {
        try (Stop stop = Stop.after(CANCEL_MAX)) {
            send("KILL QUERY WHERE query_id = '" + id + "' ASYNC", Map.of(), stop);
        } catch (SourceFailure e) {
            // Its own time limit ends it.
        }
    }

    private static void measure(HttpReply reply, Answer answer) {
        String summary = reply.header("x-clickhouse-summary");
        if (summary == null) {
            return;
        }
        try {
            JsonNode bytes = HttpReply.JSON.readTree(summary).path("read_bytes");
            answer.measured(Long.parseLong(bytes.asString("")));
        } catch (JacksonException | NumberFormatException e) {
            // Not every version tells.
        }
    }

    /** What the user's own settings leave us to set. */
    Access access(Stop stop) throws SourceFailure {
        String readonly = value("SELECT value FROM system.settings WHERE name = 'readonly'", stop);
        return switch (readonly) {
            case "0" -> Access.FREE;
            case "2" -> Access.READ_ONLY;
            case "1" -> throw SourceFailure.of(Diagnosis.SIGN_IN_METHOD_REFUSED, "readonly=1");
            default -> throw SourceFailure.unreadable();
        };
    }

    /** Whether the user's profile keeps it from writing. */
    enum Access {
        /** It does not, so each query says {@code readonly=1}. */
        FREE,
        /** {@code readonly=2}: settings may be made, but not that one. */
        READ_ONLY
    }

    @Override
    public void close() {
        session.close();
    }
}
