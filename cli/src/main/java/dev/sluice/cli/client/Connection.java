package dev.sluice.cli.client;

import dev.sluice.core.ReasonCode;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * HTTP to one server. Redirects are not followed: a token must not travel to another address. Safe
 * for use by several threads.
 */
public final class Connection {
    static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

    /** A query may run for an hour; the server answers before this. */
    static final Duration REQUEST_TIMEOUT = Duration.ofMinutes(65);

    static final int ANSWER_BYTES_MAX = 64 << 20;

    private final Settings settings;
    private final HttpClient http;

    public Connection(Settings settings) {
        this.settings = settings;
        this.http =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .connectTimeout(CONNECT_TIMEOUT)
                        .build();
    }

    /** What a server answered, read completely. */
    public record Answer(int status, Optional<JsonNode> json) {}

    Settings settings() {
        return settings;
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(settings.resolve(path)).timeout(REQUEST_TIMEOUT);
    }

    /** Adds the value of an {@code Authorization} header, where the address is fit for it. */
    HttpRequest.Builder authorized(HttpRequest.Builder request, String authorization) {
        return secret(request).header("Authorization", authorization);
    }

    /** Lets a request carry a secret, where the address is fit for it. */
    HttpRequest.Builder secret(HttpRequest.Builder request) {
        if (!settings.mayCarrySecrets()) {
            throw CommandFailure.of(
                    ReasonCode.INVALID_ARGUMENT,
                    "SLUICE_URL is http:// to another machine: a secret is only sent over https.");
        }
        return request;
    }

    HttpResponse<InputStream> open(HttpRequest request) throws InterruptedException {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofInputStream());
        } catch (IOException e) {
            throw unreachable();
        }
    }

    Answer exchange(HttpRequest request) {
        try {
            HttpResponse<InputStream> response = open(request);
            try (InputStream body = response.body()) {
                return new Answer(response.statusCode(), json(read(body)));
            }
        } catch (IOException e) {
            throw unreachable();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CommandFailure.of(ReasonCode.CANCELLED, "Interrupted.");
        }
    }

    /** All bytes of an answer. */
    static byte[] read(InputStream body) throws IOException {
        byte[] bytes = body.readNBytes(ANSWER_BYTES_MAX + 1);
        if (bytes.length > ANSWER_BYTES_MAX) {
            throw CommandFailure.of(
                    ReasonCode.RESULT_TOO_LARGE,
                    "The server's answer is larger than " + ANSWER_BYTES_MAX + " bytes.");
        }
        return bytes;
    }

    static Optional<JsonNode> json(byte[] bytes) {
        try {
            return Optional.ofNullable(Json.MAPPER.readTree(bytes)).filter(n -> !n.isMissingNode());
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    /** The failure that an answer other than 2xx stands for. */
    CommandFailure refused(Answer answer) {
        JsonNode json = answer.json().orElse(Json.MAPPER.missingNode());
        if (json instanceof ObjectNode error && error.path("code").isString()) {
            return CommandFailure.answered(error);
        }
        ReasonCode code =
                switch (answer.status()) {
                    case 401 -> ReasonCode.UNAUTHENTICATED;
                    case 403 -> ReasonCode.INSUFFICIENT_SCOPE;
                    case 404 -> ReasonCode.NOT_FOUND;
                    default -> ReasonCode.SERVER_UNAVAILABLE;
                };
        return CommandFailure.of(
                code,
                settings.server() + " answered with HTTP " + answer.status() + " and no reason.");
    }

    private CommandFailure unreachable() {
        return CommandFailure.of(
                ReasonCode.SERVER_UNAVAILABLE,
                "No server answers at "
                        + settings.server()
                        + ". Is it running ('sluice up'), and is SLUICE_URL right?");
    }
}
