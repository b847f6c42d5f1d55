package dev.sluice.systemtests.keycloak;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * As much of a browser as two sites' sign-in pages need. Like browsers, it takes this machine for
 * safe without TLS, and sends cookies marked {@code Secure} to it.
 */
final class OfficeBrowser implements AutoCloseable {
    private static final int STEPS_MAX = 15;
    private static final Pattern FORM =
            Pattern.compile("<form[^>]*\\saction=\"([^\"]+)\"", Pattern.CASE_INSENSITIVE);
    private static final long PAUSE_SECONDS_MAX = 10;
    private static final Pattern CSRF = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");
    private static final Pattern REFRESH =
            Pattern.compile("http-equiv=\"refresh\" content=\"0;url=([^\"]+)\"");

    private final HttpClient http = HttpClient.newHttpClient();
    private final Map<String, Map<String, String>> cookies = new HashMap<>();

    /** A page that the browser shows. */
    record Page(URI address, int status, String body) {
        boolean holds(String text) {
            return body.contains(text);
        }
    }

    /** Opens an address and goes wherever it leads. */
    Page open(URI address) {
        return follow(address, send(address, HttpRequest.newBuilder(address)));
    }

    /** Fills in the page's form, and goes wherever it leads. */
    Page submit(Page page, Map<String, String> fields) {
        Matcher form = FORM.matcher(page.body());
        URI action =
                form.find() ? page.address().resolve(unescaped(form.group(1))) : page.address();
        Map<String, String> all = new HashMap<>(fields);
        Matcher token = CSRF.matcher(page.body());
        if (token.find()) {
            all.put("_csrf", unescaped(token.group(1)));
        }
        String body =
                all.entrySet().stream()
                        .map(it ->
                                it.getKey()
                                        + "="
                                        + URLEncoder.encode(it.getValue(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&"));
        return follow(
                action,
                send(
                        action,
                        HttpRequest.newBuilder(action)
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .POST(HttpRequest.BodyPublishers.ofString(body))));
    }

    private Page follow(URI from, HttpResponse<String> first) {
        URI at = from;
        HttpResponse<String> answer = first;
        for (int step = 0; step < STEPS_MAX; step++) {
            Optional<URI> next = next(at, answer);
            if (next.isEmpty()) {
                return new Page(at, answer.statusCode(), answer.body());
            }
            at = next.get();
            if (at.getPort() == -1) { // the program's own address, which nobody serves here
                return new Page(at, 0, "");
            }
            answer = send(at, HttpRequest.newBuilder(at));
        }
        throw new AssertionError("it leads around in circles, and to " + at);
    }

    private static Optional<URI> next(URI at, HttpResponse<String> answer) {
        Optional<String> location = answer.headers().firstValue("Location");
        if (location.isPresent()) {
            return location.map(at::resolve);
        }
        Matcher refresh = REFRESH.matcher(answer.body());
        return refresh.find()
                ? Optional.of(at.resolve(unescaped(refresh.group(1))))
                : Optional.empty();
    }

    private HttpResponse<String> send(URI address, HttpRequest.Builder request) {
        Map<String, String> own =
                cookies.computeIfAbsent(address.getAuthority(), _ -> new HashMap<>());
        if (!own.isEmpty()) {
            request.header(
                    "Cookie",
                    own.entrySet().stream()
                            .map(it -> it.getKey() + "=" + it.getValue())
                            .collect(Collectors.joining("; ")));
        }
        try {
            HttpResponse<String> answer = sendWhenThereIsATry(request.build());
            for (String line : answer.headers().allValues("Set-Cookie")) {
                String pair = line.split(";", 2)[0];
                int equals = pair.indexOf('=');
                own.put(pair.substring(0, equals), pair.substring(equals + 1));
                if (line.contains("Max-Age=0")) {
                    own.remove(pair.substring(0, equals));
                }
            }
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** All tests come from one address, whose tries they use up on a fast machine. */
    private HttpResponse<String> sendWhenThereIsATry(HttpRequest request)
            throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        while (answer.statusCode() == 429) {
            long seconds = answer.headers().firstValueAsLong("Retry-After").orElseThrow();
            Thread.sleep(Duration.ofSeconds(Math.min(seconds, PAUSE_SECONDS_MAX)));
            answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        }
        return answer;
    }

    private static String unescaped(String html) {
        return html.replace("&amp;", "&");
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
