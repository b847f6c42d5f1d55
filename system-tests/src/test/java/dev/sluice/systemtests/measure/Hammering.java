package dev.sluice.systemtests.measure;

import dev.sluice.systemtests.McpCaller;
import java.io.IOException;
import java.net.CookieManager;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
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
    private static final Duration MEASURED = Duration.ofSeconds(20);
    private static final String QUESTION = "SELECT id, total FROM orders WHERE id = 7";
    private static final Pattern FORM_TOKEN = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

    /** What the connections send; half of them passwords. */
    private static final List<String> KINDS =
            List.of("password", "password", "registration", "secret");

    private final Shop shop;
    private final AtomicBoolean stop = new AtomicBoolean();
    private final AtomicLong number = new AtomicLong();
    private final Map<String, LongAdder> answers = new ConcurrentHashMap<>();

    private Hammering(Shop shop) {
        this.shop = shop;
    }

    /** Measures and prints a table. */
    public static void main(String[] arguments) throws Exception {
        System.out.println(Timings.row("hammered", "queries", "p50", "p99", "worst", "answered"));
        System.out.println("|---|---|---|---|---|---|");
        try (Shop shop = new Shop()) {
            queries(shop, WARM);
            print("not at all", queries(shop, MEASURED), Map.of());
            new Hammering(shop).measure("from one address", false);
            new Hammering(shop).measure("from as many addresses as requests", true);
            print("not at all, afterwards", queries(shop, MEASURED), Map.of());
        }
    }

    private void measure(String what, boolean manyAddresses) throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            int kind = i % KINDS.size();
            threads.add(Thread.ofVirtual().start(() -> attack(kind, manyAddresses)));
        }
        queries(shop, Duration.ofSeconds(5));
        answers.clear();
        Timings timings = queries(shop, MEASURED);
        print(what, timings, answers);
        stop.set(true);
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private static Timings queries(Shop shop, Duration time) {
        List<Long> nanos = new ArrayList<>();
        Instant end = Instant.now().plus(time);
        try (McpCaller caller = new McpCaller(shop.mcp(), shop.agentToken().text())) {
            while (Instant.now().isBefore(end)) {
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

    private void attack(int kind, boolean manyAddresses) {
        try (HttpClient http =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .cookieHandler(new CookieManager())
                        .build()) {
            String form = formToken(http);
            while (!stop.get()) {
                long n = number.incrementAndGet();
                HttpRequest request =
                        request(KINDS.get(kind), n, form)
                                .header("X-Forwarded-For", Shop.address(manyAddresses ? n : 1))
                                .build();
                int status =
                        http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
                count(KINDS.get(kind) + " " + status);
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
                                HttpRequest.newBuilder(shop.site().here("/signin")).build(),
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
        return HttpRequest.newBuilder(shop.site().here(path))
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }

    private static void print(String what, Timings timings, Map<String, LongAdder> answers) {
        System.out.println(
                Timings.row(
                        what,
                        Integer.toString(timings.count()),
                        Timings.millis(timings.median()),
                        Timings.millis(timings.quantile(0.99)),
                        Timings.millis(timings.worst()),
                        new TreeMap<>(answers).toString()));
    }
}
