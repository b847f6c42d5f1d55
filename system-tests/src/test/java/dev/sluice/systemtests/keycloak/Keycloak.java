package dev.sluice.systemtests.keycloak;

import dev.sluice.systemtests.ServerProcess;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Keycloak in a process of its own, with a realm of two people. */
final class Keycloak implements AutoCloseable {
    static final String PASSWORD = "a password at the office";
    static final String SECRET = "what-keycloak-knows-us-by";

    private static final Duration START_MAX = Duration.ofMinutes(5);
    private static final String ADMIN = "operator";
    private static final JsonMapper JSON = new JsonMapper();

    private final int port = ServerProcess.freePort();
    private final HttpClient http = HttpClient.newHttpClient();
    private final Process process;
    private final Path log;

    /** How long it took until the realm answered. */
    final Duration startedIn;

    /**
     * @param home where the distribution was unpacked
     * @param sluice the address that people come back to
     */
    Keycloak(Path home, String sluice) throws IOException, InterruptedException {
        Path imports = Files.createDirectories(home.resolve("data/import"));
        try (InputStream realm =
                Objects.requireNonNull(Keycloak.class.getResourceAsStream("corp.json"))) {
            Files.writeString(
                    imports.resolve("corp.json"),
                    new String(realm.readAllBytes(), StandardCharsets.UTF_8)
                            .replace("SLUICE", sluice)
                            .replace("SECRET", SECRET)
                            .replace("PASSWORD", PASSWORD));
        }
        log = home.resolve("keycloak.log");
        ProcessBuilder builder =
                new ProcessBuilder(
                                "sh",
                                home.resolve("bin/kc.sh").toString(),
                                "start-dev",
                                "--db=dev-mem", // each run begins with the realm as it was imported
                                "--http-host=127.0.0.1",
                                "--http-port=" + port,
                                "--import-realm")
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("JAVA_OPTS_KC_HEAP", "-Xmx512m");
        builder.environment().put("KC_BOOTSTRAP_ADMIN_USERNAME", ADMIN);
        builder.environment().put("KC_BOOTSTRAP_ADMIN_PASSWORD", PASSWORD);
        Instant before = Instant.now();
        process = builder.start();
        try {
            awaitRealm(before.plus(START_MAX));
        } catch (AssertionError | RuntimeException | InterruptedException e) {
            close();
            throw e;
        }
        startedIn = Duration.between(before, Instant.now());
    }

    String origin() {
        return "http://127.0.0.1:" + port;
    }

    String issuer() {
        return origin() + "/realms/corp";
    }

    private void awaitRealm(Instant end) throws InterruptedException {
        URI discovery = URI.create(issuer() + "/.well-known/openid-configuration");
        while (!answers(discovery)) {
            if (!process.isAlive() || Instant.now().isAfter(end)) {
                throw new AssertionError("Keycloak did not start: " + output());
            }
            process.waitFor(200, TimeUnit.MILLISECONDS);
        }
    }

    private boolean answers(URI address) throws InterruptedException {
        try {
            return http.send(
                                    HttpRequest.newBuilder(address).build(),
                                    HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException e) {
            return false;
        }
    }

    String output() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Somebody is not to sign in any more. */
    void disable(String user) {
        ObjectNode person = person(user);
        person.put("enabled", false);
        admin("PUT", "/users/" + person.get("id").asString(), person.toString());
    }

    void leave(String user, String group) {
        admin("DELETE", "/users/" + id(user) + "/groups/" + group(group), "");
    }

    void join(String user, String group) {
        admin("PUT", "/users/" + id(user) + "/groups/" + group(group), "");
    }

    /** Another key signs from now on. */
    void rotateKeys() {
        admin(
                "POST",
                "/components",
                """
                {"name":"next","providerId":"rsa-generated",
                 "providerType":"org.keycloak.keys.KeyProvider",
                 "config":{"priority":["500"],"keySize":["2048"],"algorithm":["RS256"],
                           "active":["true"],"enabled":["true"]}}\
                """);
    }

    private String id(String user) {
        return person(user).get("id").asString();
    }

    private ObjectNode person(String user) {
        return (ObjectNode) admin("GET", "/users?exact=true&username=" + user, "").get(0);
    }

    private String group(String name) {
        for (JsonNode group : admin("GET", "/groups", "")) {
            if (group.get("name").asString().equals(name)) {
                return group.get("id").asString();
            }
        }
        throw new AssertionError("no group " + name);
    }

    private JsonNode admin(String method, String path, String body) {
        HttpResponse<String> answer =
                send(
                        HttpRequest.newBuilder(URI.create(origin() + "/admin/realms/corp" + path))
                                .header("Authorization", "Bearer " + adminToken())
                                .header("Content-Type", "application/json")
                                .method(method, HttpRequest.BodyPublishers.ofString(body)));
        if (answer.statusCode() / 100 != 2) {
            throw new AssertionError(
                    method + " " + path + ": " + answer.statusCode() + answer.body());
        }
        return answer.body().isEmpty() ? JSON.createArrayNode() : JSON.readTree(answer.body());
    }

    private String adminToken() {
        HttpResponse<String> answer =
                send(
                        HttpRequest.newBuilder(
                                        URI.create(
                                                origin()
                                                        + "/realms/master/protocol/openid-connect/token"))
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .POST(
                                        HttpRequest.BodyPublishers.ofString(
                                                "grant_type=password&client_id=admin-cli&username="
                                                        + ADMIN
                                                        + "&password="
                                                        + PASSWORD.replace(' ', '+'))));
        return JSON.readTree(answer.body()).get("access_token").asString();
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The script starts Java in its own place, or as its child. */
    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        http.shutdownNow();
    }
}
