package dev.sluice.systemtests.measure;

import dev.sluice.core.Secret;
import dev.sluice.server.identity.Account;
import dev.sluice.server.store.EmbeddedPostgres;
import dev.sluice.server.store.StoreSettings;
import dev.sluice.systemtests.McpCaller;
import dev.sluice.systemtests.ServerProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * How soon what was taken away is gone: something is taken away on one node, and the request that
 * follows, to the same node or to another one over the same store, is to be refused. Each caller
 * was served just before, so that everything that can be remembered is.
 */
public final class Revocation {
    private static final int ROUNDS = 100;
    private static final String QUESTION = "SELECT max(total) AS n FROM orders";

    private Revocation() {}

    /** Something to be taken away. */
    private record Case(
            String token,
            Function<McpCaller, HttpResponse<String>> call,
            Runnable taken,
            Predicate<HttpResponse<String>> refused) {}

    private interface Cases {
        Case next();
    }

    /** Measures and prints a table. */
    public static void main(String[] arguments) throws IOException {
        try (Shop shop = new Shop()) {
            System.out.println(
                    Timings.row(
                            "taken away",
                            "node",
                            "refused at the next request",
                            "median",
                            "worst"));
            System.out.println("|---|---|---|---|---|");
            measure(shop, "the same", shop.mcp());
            Path directory = secondNode(shop);
            int port = ServerProcess.freePort();
            try (ServerProcess _ = ServerProcess.up(directory, port, environment(shop))) {
                measure(shop, "another", URI.create("http://127.0.0.1:" + port + "/api/mcp"));
            } finally {
                delete(directory);
            }
        }
    }

    private static void measure(Shop shop, String node, URI mcp) {
        print("a token", node, mcp, () -> token(shop));
        print("an account", node, mcp, () -> account(shop));
        shop.createPerson(UUID.randomUUID() + "@example.org"); // the owner who stays
        print("a role", node, mcp, () -> role(shop));
        String policy = shop.policy();
        print("a column of the policy", node, mcp, () -> column(shop, policy));
        shop.apply(policy);
    }

    private static Case token(Shop shop) {
        Shop.Token token = shop.agentToken();
        return new Case(
                token.text(),
                Revocation::ask,
                () -> shop.revoke(token),
                answer -> answer.statusCode() == 401);
    }

    private static Case account(Shop shop) {
        Account person = shop.createPerson(UUID.randomUUID() + "@example.org");
        String token = shop.personsToken(person);
        return new Case(
                token,
                McpCaller::listTools,
                () -> shop.disable(person),
                answer -> answer.statusCode() == 401);
    }

    private static Case role(Shop shop) {
        Account person = shop.createPerson(UUID.randomUUID() + "@example.org");
        String token = shop.personsToken(person);
        return new Case(
                token,
                McpCaller::listTools,
                () -> shop.demote(person),
                answer -> answer.statusCode() == 401);
    }

    private static Case column(Shop shop, String policy) {
        shop.apply(policy);
        String narrower = policy.replace("status, total, currency", "status, currency");
        return new Case(
                shop.agentToken().text(),
                Revocation::ask,
                () -> shop.apply(narrower),
                answer -> answer.body().contains("COLUMN_NOT_ALLOW_LISTED"));
    }

    private static HttpResponse<String> ask(McpCaller caller) {
        return caller.run(QUESTION);
    }

    private static void print(String what, String node, URI mcp, Cases cases) {
        List<Long> nanos = new ArrayList<>();
        int refused = 0;
        for (int round = 0; round < ROUNDS; round++) {
            Case one = cases.next();
            try (McpCaller caller = new McpCaller(mcp, one.token())) {
                for (int i = 0; i < 2; i++) {
                    HttpResponse<String> served = one.call().apply(caller);
                    if (served.statusCode() != 200 || one.refused().test(served)) {
                        throw new IllegalStateException("not served before: " + served.body());
                    }
                }
                long start = System.nanoTime();
                one.taken().run();
                HttpResponse<String> answer = one.call().apply(caller);
                nanos.add(System.nanoTime() - start);
                if (one.refused().test(answer)) {
                    refused++;
                }
            }
        }
        Timings timings = new Timings(nanos);
        System.out.println(
                Timings.row(
                        what,
                        node,
                        refused + " of " + ROUNDS,
                        Timings.millis(timings.median()),
                        Timings.millis(timings.worst())));
    }

    /** A directory with the keys of the first node. */
    private static Path secondNode(Shop shop) throws IOException {
        Path directory = Files.createTempDirectory("sluice-node-");
        Path keys = Files.createDirectories(directory.resolve("data").resolve("keys"));
        Files.setPosixFilePermissions(keys, PosixFilePermissions.fromString("rwx------"));
        try (Stream<Path> files = Files.list(shop.site().dataDir().resolve("keys"))) {
            for (Path file : files.toList()) {
                Path copy = Files.copy(file, keys.resolve(file.getFileName()));
                Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rw-------"));
            }
        }
        return directory.resolve("data");
    }

    private static Map<String, String> environment(Shop shop) {
        StoreSettings.External store =
                EmbeddedPostgres.running(shop.site().dataDir()).orElseThrow();
        try (Secret password = store.password()) {
            return Map.of(
                    "SLUICE_DATABASE_URL", store.jdbcUrl(),
                    "SLUICE_DATABASE_USER", store.user(),
                    "SLUICE_DATABASE_PASSWORD",
                            new String(password.reveal(), StandardCharsets.UTF_8),
                    "SLUICE_PUBLIC_URL", shop.site().url(),
                    "WAREHOUSE_INTEGRATION_ENABLED", "true");
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory.getParent())) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
