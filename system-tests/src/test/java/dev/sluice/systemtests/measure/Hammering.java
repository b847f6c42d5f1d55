package dev.sluice.systemtests.measure;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.systemtests.McpCaller;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What agents notice while somebody hammers the sign-in: the times of point queries alone, and
 * beside 64 connections that send wrong passwords, registrations and wrong client secrets as fast
 * as they are answered. Client, server and attacker share this machine.
 */
public final class Hammering {
    private static final int CONNECTIONS = 64;
    private static final Duration WARM = Duration.ofSeconds(10);
    private static final Duration RISE = Duration.ofSeconds(5);
    private static final Duration MEASURED = Duration.ofSeconds(20);
    private static final String QUESTION = "SELECT id, total FROM orders WHERE id = 7";
    private static final Pattern FORM_TOKEN = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

    /** What the connections send; half of them passwords. */
    private static final List<String> KINDS =
            List.of("password", "password", "registration", "secret");

    private final URI server;
    private final boolean manyAddresses;
    private final Instant end;
    private final AtomicLong number = new AtomicLong();
    private final Map<String, LongAdder> answers = new ConcurrentHashMap<>();

    private Hammering(URI server, boolean manyAddresses, Duration time) {
        this.server = server;
        this.manyAddresses = manyAddresses;
        this.end = Instant.now().plus(time);
    }

    /** Measures and prints a table; with arguments it is the attacker. */
    public static void main(String[] arguments) throws Exception {
        if (arguments.length > 0) {
            URI server = URI.create(arguments[0]);
            boolean manyAddresses = Boolean.parseBoolean(arguments[1]);
            Duration time = Duration.ofSeconds(Long.parseLong(arguments[2]));
            new Hammering(server, manyAddresses, time).attack();
            return;
        }
        System.out.println(Timings.row("hammered", "queries", "p50", "p99", "worst", "answered"));
        System.out.println("|---|---|---|---|---|---|");
        try (Shop shop = new Shop()) {
            String token = shop.agentToken().text();
            queries(shop, token, WARM);
            print("not at all", queries(shop, token, MEASURED), "");
            measure(shop, token, "from one address", false);
            measure(shop, token, "from as many addresses as requests", true);
            print("not at all, afterwards", queries(shop, token, MEASURED), "");
        }
    }

    /** The attacker is a process of its own, as it would be: its threads are not the server's. */
    private static void measure(Shop shop, String token, String what, boolean manyAddresses)
            throws IOException, InterruptedException {
        Duration all = RISE.plus(MEASURED).plusSeconds(1);
        Process attacker =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                Hammering.class.getName(),
                                shop.site().here("/").toString(),
                                Boolean.toString(manyAddresses),
                                Long.toString(all.toSeconds()))
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        try {
            queries(shop, token, RISE);
            Timings timings = queries(shop, token, MEASURED);
            String said = new String(attacker.getInputStream().readAllBytes(), UTF_8).strip();
            attacker.waitFor();
            print(what, timings, said);
        } finally {
            attacker.destroyForcibly();
        }
    }

    private void attack() throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            String kind = KINDS.get(i % KINDS.size());
            threads.add(Thread.ofVirtual().start(() -> attack(kind)));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        System.out.println(new TreeMap<>(answers));
    }

    private static Timings queries(Shop shop, String token, Duration time) {
        List<Long> nanos = new ArrayList<>();
        Instant until = Instant.now().plus(time);
        try (McpCaller caller = new McpCaller(shop.mcp(), token)) {
            while (Instant.now().isBefore(until)) {
                long start = System.nanoTime();
                HttpResponse<String> answer = caller.run(QUESTION);
                nanos.add(System.nanoTime() - start);
                if (!answer.body().contains("\"rows\"")) {
                    throw new IllegalStateException(answer.statusCode() + " " + answer.body());
                }
            }
        }
        return new Timings(nanos);
    }

    private void attack(String kind) {
        try (HttpClient http =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .cookieHandler(new CookieManager())
                        .build()) {
            String form = formToken(http);
            while (Instant.now().isBefore(end)) {
                long n = number.incrementAndGet();
                HttpRequest request =
                        request(kind, n, form)
                                .header("X-Forwarded-For", Shop.address(manyAddresses ? n : 1))
                                .build();
                int status =
                        http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
                count(kind + " " + status);
            }
        } catch (IOException e) {
            count("broken connection");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void count(String answer) {
        answers.computeIfAbsent(answer, _ -> new LongAdder()).increment();
    }

    private String formToken(HttpClient http) throws IOException, InterruptedException {
        String page =
                http.send(
                                HttpRequest.newBuilder(server.resolve("/signin")).build(),
                                HttpResponse.BodyHandlers.ofString())
                        .body();
        Matcher token = FORM_TOKEN.matcher(page);
        if (!token.find()) {
            throw new IllegalStateException("no form: " + page);
        }
        return token.group(1);
    }

    private HttpRequest.Builder request(String kind, long n, String form) {
        return switch (kind) {
            case "password" ->
                    post(
                            "/signin",
                            "application/x-www-form-urlencoded",
                            Shop.form(
                                    Map.of(
                                            "_csrf",
                                            form,
                                            "email",
                                            "somebody" + n + "@example.org",
                                            "password",
                                            "wrong horse battery")));
            case "registration" ->
                    post(
                            "/oauth2/register",
                            "application/json",
                            "{\"client_name\":\"x\",\"redirect_uris\":[\"http://127.0.0.1/\"]}");
            default ->
                    post(
                            "/oauth2/token",
                            "application/x-www-form-urlencoded",
                            "grant_type=client_credentials&client_id=c" + n + "&client_secret=x");
        };
    }

    private HttpRequest.Builder post(String path, String type, String body) {
        return HttpRequest.newBuilder(server.resolve(path))
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }

    private static void print(String what, Timings timings, String answers) {
        System.out.println(
                Timings.row(
                        what,
                        Integer.toString(timings.count()),
                        Timings.millis(timings.median()),
                        Timings.millis(timings.quantile(0.99)),
                        Timings.millis(timings.worst()),
                        answers));
    }
}
