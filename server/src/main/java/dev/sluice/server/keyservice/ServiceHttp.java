package dev.sluice.server.keyservice;

import dev.sluice.core.SluiceException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Requests to one service, with JSON answers. Redirects are not followed: a token must not travel
 * to another address.
 */
final class ServiceHttp implements AutoCloseable {
    static final int ANSWER_BYTES_MAX = 64 * 1024;
    static final Duration ANSWER_MAX = Duration.ofSeconds(10);

    private static final JsonMapper JSON = JsonMapper.shared();

    private final String service;
    private final Duration answerMax;
    private final HttpClient http;

    /**
     * @param service its name in messages
     * @param answerMax for the whole answer
     */
    ServiceHttp(String service, Duration answerMax) {
        this.service = service;
        this.answerMax = answerMax;
        this.http =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .connectTimeout(answerMax)
                        .build();
    }

    /** What was answered with JSON; {@code missing} when it was none. */
    record Answer(int status, JsonNode json) {
        /** A member of the answer that has to be text; empty when there is none. */
        String text(String... path) {
            JsonNode node = json;
            for (String name : path) {
                node = node.path(name);
            }
            return node.asString("");
        }
    }

    Answer postJson(URI uri, Map<String, String> headers, Map<String, ?> body) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)));
        return send(request, headers);
    }

    Answer postForm(URI uri, String form) {
        return send(
                HttpRequest.newBuilder(uri)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(form)),
                Map.of());
    }

    Answer get(URI uri, Map<String, String> headers) {
        return send(HttpRequest.newBuilder(uri).GET(), headers);
    }

    /** The failure that an answer without what we need stands for. */
    SluiceException refused(Answer answer) {
        return (answer.status() == 200
                        ? ServiceFailure.BAD_ANSWER
                        : ServiceFailure.of(answer.status()))
                .of(service);
    }

    private Answer send(HttpRequest.Builder builder, Map<String, String> headers) {
        headers.forEach(builder::header);
        HttpRequest request = builder.header("Accept", "application/json").build();
        // The client's own timeout ends with the headers; this one covers the body too.
        CompletableFuture<HttpResponse<byte[]>> sent =
                http.sendAsync(
                        request,
                        HttpResponse.BodyHandlers.limiting(
                                HttpResponse.BodyHandlers.ofByteArray(), ANSWER_BYTES_MAX));
        try {
            HttpResponse<byte[]> response = sent.get(answerMax.toMillis(), TimeUnit.MILLISECONDS);
            return new Answer(response.statusCode(), json(response.body()));
        } catch (TimeoutException _) {
            sent.cancel(true);
            throw ServiceFailure.TIMEOUT.of(service);
        } catch (ExecutionException e) {
            boolean tooLarge =
                    e.getCause() instanceof IOException
                            && String.valueOf(e.getCause().getMessage()).contains("capacity");
            throw (tooLarge ? ServiceFailure.BAD_ANSWER : ServiceFailure.UNREACHABLE).of(service);
        } catch (InterruptedException e) {
            sent.cancel(true);
            Thread.currentThread().interrupt();
            throw ServiceFailure.UNREACHABLE.of(service);
        }
    }

    private static JsonNode json(byte[] body) {
        try {
            return JSON.readTree(body);
        } catch (JacksonException _) {
            return JSON.missingNode();
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
