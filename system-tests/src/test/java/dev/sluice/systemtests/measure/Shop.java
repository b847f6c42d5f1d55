package dev.sluice.systemtests.measure;

import dev.sluice.core.Secret;
import dev.sluice.server.config.Setting;
import dev.sluice.server.demo.DemoShop;
import dev.sluice.server.identity.Account;
import dev.sluice.server.identity.Actor;
import dev.sluice.server.identity.Clients;
import dev.sluice.server.identity.Clients.NewClient;
import dev.sluice.server.identity.Grants.Consent;
import dev.sluice.server.identity.Members;
import dev.sluice.server.identity.Methods;
import dev.sluice.server.identity.Proof;
import dev.sluice.systemtests.Site;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tools.jackson.databind.json.JsonMapper;

/** The product with the sample shop, an agent that may ask it, and an operator. */
final class Shop implements AutoCloseable {
    private static final String CALLBACK = "http://127.0.0.1/callback";
    private static final String VERIFIER = "a-verifier-of-forty-three-characters-or-more";
    private static final int AGENTS = 16;
    private static final JsonMapper JSON = new JsonMapper();

    private final Site site;
    private final HttpClient http = HttpClient.newHttpClient();
    private final List<Clients.Created> agents;
    private final Clients.Created operator;
    private final AtomicLong number = new AtomicLong();
    private String operatorToken = "";

    /** Believes its callers about their addresses, so that no limit stands in the way. */
    Shop() {
        site = Site.startWithSample(Map.of(Setting.TRUSTED_PROXIES, "127.0.0.1"));
        Clients clients = site.identity().clients();
        agents =
                IntStream.range(0, AGENTS)
                        .mapToObj(i -> clients.create(site.tenant(), "agent" + i, Set.of("query")))
                        .toList();
        operator = clients.create(site.tenant(), "operator", Set.of("admin", "query"));
        var deployment = site.server().deployment();
        String first = agents.getFirst().client().id();
        DemoShop.create(
                deployment.store().embedded().orElseThrow(),
                deployment.store().vault(),
                deployment.tenants().of(site.tenant()),
                first);
        String all =
                agents.stream().map(agent -> agent.client().id()).collect(Collectors.joining(", "));
        apply(policy().replace("users: [" + first, "users: [" + all));
    }

    /** A token and whose it is. */
    record Token(String text, Clients.Created client) {}

    Site site() {
        return site;
    }

    URI mcp() {
        return site.here("/api/mcp");
    }

    Token agentToken() {
        Clients.Created agent = agents.get((int) (number.incrementAndGet() % AGENTS));
        return new Token(token(agent, "query"), agent);
    }

    private String token(Clients.Created client, String scope) {
        return accessToken(
                post(
                        "/oauth2/token",
                        Map.of(
                                "grant_type",
                                "client_credentials",
                                "scope",
                                scope,
                                "client_id",
                                client.client().id(),
                                "client_secret",
                                text(client.secret()))));
    }

    /** What the agent says when it gives a token up. */
    void revoke(Token token) {
        HttpResponse<String> answer =
                post(
                        "/oauth2/revoke",
                        Map.of(
                                "token", token.text(),
                                "client_id", token.client().client().id(),
                                "client_secret", text(token.client().secret())));
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(answer.body());
        }
    }

    Account createPerson(String email) {
        try (Secret password = Secret.takingOver(Site.PASSWORD.toCharArray())) {
            return site.identity().accounts().createOwner(site.tenant(), email, password);
        }
    }

    /** A token of a program that the person has allowed to ask. */
    String personsToken(Account person) {
        String client =
                site.identity()
                        .clients()
                        .createPublic(
                                new NewClient(
                                        site.tenant(),
                                        "Editor",
                                        Set.of("query"),
                                        List.of(CALLBACK)),
                                Actor.OPERATOR)
                        .id();
        Consent consent =
                new Consent(
                        client,
                        site.tenant(),
                        person.id(),
                        List.of("query"),
                        new Proof(Methods.PASSWORD, Instant.now()));
        try (Secret code =
                site.identity().delegation().grants().authorize(consent, CALLBACK, challenge())) {
            return accessToken(
                    post(
                            "/oauth2/token",
                            Map.of(
                                    "grant_type", "authorization_code",
                                    "client_id", client,
                                    "code", text(code),
                                    "redirect_uri", CALLBACK,
                                    "code_verifier", VERIFIER)));
        }
    }

    void disable(Account person) {
        site.identity().accounts().disable(site.tenant(), person.id(), Actor.OPERATOR);
    }

    void demote(Account person) {
        site.identity()
                .members()
                .change(
                        site.tenant(),
                        person.id(),
                        new Members.Wanted(Account.Role.VIEWER, null),
                        Actor.OPERATOR,
                        _ -> true);
    }

    /** The policy in force. */
    String policy() {
        return JSON.readTree(policy("GET", "")).path("yaml").asString();
    }

    void apply(String policy) {
        policy("PUT", policy);
    }

    private String policy(String method, String body) {
        if (number.incrementAndGet() % 100 == 0 || operatorToken.isEmpty()) {
            operatorToken = token(operator, "admin");
        }
        HttpRequest request =
                HttpRequest.newBuilder(site.here("/api/v1/policy"))
                        .header("Authorization", "Bearer " + operatorToken)
                        .header("Content-Type", "application/yaml")
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build();
        HttpResponse<String> answer = send(request);
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(answer.body());
        }
        return answer.body();
    }

    private HttpResponse<String> post(String path, Map<String, String> fields) {
        return send(
                HttpRequest.newBuilder(site.here(path))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .header("X-Forwarded-For", address(number.incrementAndGet()))
                        .POST(HttpRequest.BodyPublishers.ofString(form(fields)))
                        .build());
    }

    static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field ->
                        field.getKey()
                                + "="
                                + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String accessToken(HttpResponse<String> answer) {
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(answer.statusCode() + " " + answer.body());
        }
        return JSON.readTree(answer.body()).path("access_token").asString();
    }

    /** One of many addresses. */
    static String address(long n) {
        return "198." + (18 + (n >> 16) % 200) + "." + ((n >> 8) & 0xFF) + "." + (n & 0xFF);
    }

    private static String text(Secret secret) {
        return new String(secret.reveal(), StandardCharsets.US_ASCII);
    }

    private static String challenge() {
        try {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(VERIFIER.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
        site.close();
    }
}
