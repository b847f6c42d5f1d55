package dev.sluice.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.Secret;
import dev.sluice.core.TenantId;
import dev.sluice.server.Deployment;
import dev.sluice.server.identity.Account;
import dev.sluice.server.identity.Actor;
import dev.sluice.server.identity.Clients;
import dev.sluice.server.identity.Grants;
import dev.sluice.server.identity.Methods;
import dev.sluice.server.identity.Proof;
import dev.sluice.server.identity.Registrations;
import dev.sluice.systemtests.mcp.ProductServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

/** What a request changes is recorded under the request's id, or is not changed. */
class RecordsIT {
    private static final List<String> LOGS = List.of("tenant_main.audit_log", "sluice.audit_log");

    /**
     * They need a person, a browser or a database; LedgerIT and their own tests look at what they
     * record.
     */
    private static final Set<String> ELSEWHERE =
            Set.of(
                    "POST /api/v1/connections",
                    "POST /api/v1/connections/{name}/rotate",
                    "PUT /api/v1/admin/security",
                    "GET /account/data",
                    "POST /account/password",
                    "POST /account/app",
                    "POST /account/app/remove",
                    "POST /account/recovery-codes",
                    "POST /account/sessions/end",
                    "POST /account/sessions/end-all",
                    "POST /account/programs/end",
                    "POST /account/passkeys",
                    "POST /account/passkeys/remove",
                    "POST /signin/passkey/answer",
                    "PATCH /api/v1/admin/accounts/{id}",
                    "POST /api/v1/admin/invitations",
                    "DELETE /api/v1/admin/invitations/{id}",
                    "PUT /api/v1/admin/identity-providers/{name}",
                    "DELETE /api/v1/admin/identity-providers/{name}",
                    "GET /signin/from/{tenant}/{name}",
                    "POST /invitation/{token}",
                    "POST /device",
                    "GET /oauth2/authorize",
                    "POST /oauth2/authorize",
                    "POST /setup/{token}",
                    "POST /signin",
                    "POST /signin/code",
                    "POST /signin/enrol",
                    "POST /signout");

    private static ProductServer product;
    private static HttpClient http;
    private static String admin;

    @BeforeAll
    static void start() {
        product = new ProductServer();
        http = HttpClient.newHttpClient();
        admin = product.newToken("admin");
    }

    @AfterAll
    static void stop() {
        http.close();
        product.close();
    }

    @AfterEach
    void mend() {
        LOGS.forEach(log -> rows().execute("drop trigger if exists breaks on " + log));
    }

    /** Makes what a request is about, and the request. */
    private static Map<String, Supplier<HttpRequest.Builder>> exercises() {
        Map<String, Supplier<HttpRequest.Builder>> all = new LinkedHashMap<>();
        all.put(
                "POST /api/v1/admin/clients",
                () ->
                        json(
                                "POST",
                                "/api/v1/admin/clients",
                                "{\"name\":\"n\",\"scopes\":[\"query\"]}"));
        all.put(
                "POST /api/v1/admin/clients/disable",
                () -> named("/api/v1/admin/clients/disable", client().client().id()));
        all.put(
                "POST /api/v1/admin/clients/allow",
                () -> {
                    String stranger = stranger();
                    deployment().clientBlocks().block(main(), stranger, Actor.OPERATOR);
                    return named("/api/v1/admin/clients/allow", stranger);
                });
        all.put(
                "DELETE /api/v1/admin/grants/{id}",
                () -> json("DELETE", "/api/v1/admin/grants/" + grant(), ""));
        all.put(
                "DELETE /api/v1/admin/accounts/{id}",
                () -> json("DELETE", "/api/v1/admin/accounts/" + viewer(), ""));
        all.put(
                "GET /api/v1/admin/accounts/{id}/export",
                () -> json("GET", "/api/v1/admin/accounts/" + viewer() + "/export", ""));
        all.put(
                "POST /api/v1/connections/{name}/test",
                () -> json("POST", "/api/v1/connections/shop/test", ""));
        all.put("PUT /api/v1/policy", RecordsIT::samePolicy);
        all.put(
                "POST /oauth2/token",
                () -> form("/oauth2/token", "grant_type=client_credentials&scope=query"));
        all.put(
                "POST /oauth2/revoke",
                () ->
                        form(
                                "/oauth2/revoke",
                                "token="
                                        + URLEncoder.encode(
                                                product.newToken("query"),
                                                StandardCharsets.UTF_8)));
        all.put(
                "POST /oauth2/register",
                () ->
                        json(
                                "POST",
                                "/oauth2/register",
                                "{\"client_name\":\"s\",\"redirect_uris\":[\"http://127.0.0.1/cb\"]}"));
        // The last: there is no other connection.
        all.put(
                "DELETE /api/v1/connections/{name}",
                () -> json("DELETE", "/api/v1/connections/shop", ""));
        return all;
    }

    static Stream<String> requests() {
        return exercises().keySet().stream();
    }

    @Test
    void everyRouteThatLeavesARecordIsTried() {
        Set<String> owed =
                Routes.ALL.stream()
                        .filter(route -> route.effect() instanceof Routes.Effect.Records)
                        .map(Routes.Route::request)
                        .filter(request -> !request.equals("GET /api/v1/account/export"))
                        .collect(Collectors.toSet());
        owed.removeAll(ELSEWHERE);
        assertThat(exercises().keySet()).isEqualTo(owed);
    }

    @ParameterizedTest
    @MethodSource("requests")
    void isRecordedUnderItsRequestOrDoesNotHappen(String request) throws Exception {
        Routes.Effect.Records effect =
                (Routes.Effect.Records)
                        Routes.ALL.stream()
                                .filter(route -> route.request().equals(request))
                                .findFirst()
                                .orElseThrow()
                                .effect();
        HttpRequest asked = exercises().get(request).get().build();

        breakLogs();
        SortedMap<String, String> before = everything();
        assertThat(send(asked).statusCode()).isGreaterThanOrEqualTo(500);
        assertThat(everything()).isEqualTo(before);

        mend();
        HttpResponse<String> done = send(asked);
        assertThat(done.statusCode()).as(done.body()).isLessThan(300);
        String id = done.headers().firstValue("X-Request-Id").orElseThrow();
        assertThat(recorded(id)).hasSize(1).allMatch(effect.actions()::contains);
    }

    private static List<String> recorded(String request) {
        return LOGS.stream()
                .flatMap(log ->
                        rows()
                                .of(
                                        "select action from "
                                                + log
                                                + " where request_id = '"
                                                + request
                                                + "'")
                                .stream())
                .toList();
    }

    private static void breakLogs() {
        rows().execute(
                        "create or replace function sluice.breaks() returns trigger language"
                                + " plpgsql as 'begin raise exception ''broken''; end'");
        LOGS.forEach(log ->
                rows().execute(
                                "create trigger breaks before insert on "
                                        + log
                                        + " for each row execute function sluice.breaks()"));
    }

    private static SortedMap<String, String> everything() {
        SortedMap<String, String> digests = rows().digests("tenant_main");
        rows().digests("sluice").forEach((table, digest) -> digests.put("sluice." + table, digest));
        return digests;
    }

    private static Rows rows() {
        return new Rows(deployment());
    }

    private static Deployment deployment() {
        return product.demo().server().deployment();
    }

    private static TenantId main() {
        return product.demo().tenant().id();
    }

    private static Clients.Created client() {
        Clients.Created created =
                deployment().identity().clients().create(main(), "doomed", Set.of("query"));
        created.secret().close();
        return created;
    }

    private static String stranger() {
        return deployment()
                .identity()
                .delegation()
                .registrations()
                .register(
                        new Registrations.Description(
                                "Stranger",
                                List.of("authorization_code"),
                                List.of("https://app.example.org/cb"),
                                null))
                .id();
    }

    private static Account person() {
        try (Secret password = Secret.takingOver("four words make one".toCharArray())) {
            return deployment()
                    .identity()
                    .accounts()
                    .createOwner(main(), UUID.randomUUID() + "@example.org", password);
        }
    }

    /** Somebody whom an administrator may remove. */
    private static UUID viewer() {
        UUID id = person().id();
        rows().execute("update sluice.accounts set role = 'viewer' where id = '" + id + "'");
        return id;
    }

    private static String grant() {
        deployment()
                .identity()
                .delegation()
                .grants()
                .authorize(
                        new Grants.Consent(
                                stranger(),
                                main(),
                                person().id(),
                                List.of("query"),
                                new Proof(Methods.of(List.of("pwd")), Instant.now())),
                        "https://app.example.org/cb",
                        "challenge")
                .close();
        return deployment().tenantGrants().list(main()).getFirst().id();
    }

    private static HttpRequest.Builder samePolicy() {
        String policy =
                new JsonMapper()
                        .readTree(send(json("GET", "/api/v1/policy", "").build()).body())
                        .path("yaml")
                        .asString();
        return HttpRequest.newBuilder(URI.create(product.url() + "/api/v1/policy"))
                .header("Authorization", "Bearer " + admin)
                .header("Content-Type", "application/yaml")
                .PUT(HttpRequest.BodyPublishers.ofString(policy));
    }

    private static HttpRequest.Builder named(String path, String client) {
        return json("POST", path, "{\"client_id\":\"" + client + "\"}");
    }

    private static HttpRequest.Builder json(String method, String path, String body) {
        return HttpRequest.newBuilder(URI.create(product.url() + path))
                .header("Authorization", "Bearer " + admin)
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body));
    }

    private static HttpRequest.Builder form(String path, String body) {
        String credentials = product.clientId() + ":" + product.clientSecret();
        return HttpRequest.newBuilder(URI.create(product.url() + path))
                .header(
                        "Authorization",
                        "Basic "
                                + Base64.getEncoder()
                                        .encodeToString(
                                                credentials.getBytes(StandardCharsets.US_ASCII)))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }

    private static HttpResponse<String> send(HttpRequest request) {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
