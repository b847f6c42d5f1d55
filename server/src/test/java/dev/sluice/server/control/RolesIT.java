package dev.sluice.server.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.ReasonCode;
import dev.sluice.core.SluiceException;
import dev.sluice.core.TenantId;
import dev.sluice.server.identity.Account;
import dev.sluice.server.identity.Actor;
import dev.sluice.server.identity.Clients.NewClient;
import dev.sluice.server.identity.Members;
import dev.sluice.server.identity.TestDeployment;
import dev.sluice.server.limit.RateLimits;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What a role is worth at the API, and that a change of it holds at the next request. */
class RolesIT {
    private static final String ACCOUNTS = "/api/v1/admin/accounts";

    private static TestServer server;
    private static String client;
    private Caller owner;

    /** Somebody with tokens. */
    private record Caller(TestPerson person, String access, String refresh) {
        UUID id() {
            return person.account.id();
        }
    }

    @BeforeAll
    static void start() throws Exception {
        server = new TestServer("", RateLimits.DEFAULT);
        client = client(TestDeployment.TENANT);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void anOwnerAlone() {
        server.deployment.execute("delete from accounts");
        owner = caller("olga@example.org", "owner");
    }

    private static String client(TenantId tenant) {
        return server.deployment
                .clients
                .createPublic(
                        new NewClient(
                                tenant,
                                "console",
                                Set.of("query", "admin"),
                                List.of(TestPerson.CALLBACK)),
                        Actor.OPERATOR)
                .id();
    }

    private Caller caller(String email, String role) {
        TestPerson person = person(email, role);
        JsonNode tokens = person.tokens(client, Map.of("scope", "admin query"));
        return new Caller(
                person,
                tokens.get("access_token").asString(),
                tokens.get("refresh_token").asString());
    }

    private TestPerson person(String email, String role) {
        return new TestPerson(server, email, TestDeployment.TENANT).inRole(role).signedIn();
    }

    private HttpResponse<String> call(String token, HttpRequest.Builder request) {
        return server.send(request.header("Authorization", "Bearer " + token));
    }

    private HttpResponse<String> change(String token, Object id, String body) {
        return call(
                token,
                server.at(ACCOUNTS + "/" + id)
                        .header("Content-Type", "application/json")
                        .method("PATCH", HttpRequest.BodyPublishers.ofString(body)));
    }

    private static String said(HttpResponse<String> response) {
        JsonNode body = TestServer.json(response);
        return response.statusCode()
                + " "
                + (body.has("code") ? body.get("code") : body.get("role")).asString();
    }

    @Test
    void anOwnerSeesThePeopleOfTheirTenantAlone() {
        caller("ada@example.org", "admin");
        new TestPerson(server, "else@example.org", TestDeployment.OTHER);
        JsonNode list = TestServer.json(call(owner.access(), server.at(ACCOUNTS)));
        assertThat(list.get("accounts").findValuesAsString("email"))
                .containsExactly("ada@example.org", "olga@example.org");
        assertThat(list.get("accounts").get(0).propertyNames())
                .containsExactlyInAnyOrder("id", "email", "role", "disabled");
    }

    @ParameterizedTest
    @ValueSource(strings = {"analyst", "viewer"})
    void whoeverDoesNotAdministerGetsNoTokenForIt(String role) {
        TestPerson person = person("p@example.org", role);
        JsonNode tokens = person.tokens(client, Map.of("scope", "admin query"));
        assertThat(TestPerson.scopes(tokens)).containsExactly("query");
        assertThat(said(call(tokens.get("access_token").asString(), server.at(ACCOUNTS))))
                .isEqualTo("403 INSUFFICIENT_SCOPE");
    }

    @Test
    void anAdministratorHasNoSayOverOwners() {
        Caller admin = caller("ada@example.org", "admin");
        UUID viewer = person("vera@example.org", "viewer").account.id();
        assertThat(said(change(admin.access(), viewer, "{\"role\":\"admin\"}")))
                .isEqualTo("200 admin");
        for (String wanted :
                List.of("{\"role\":\"viewer\"}", "{\"disabled\":true}", "{\"disabled\":false}")) {
            assertThat(said(change(admin.access(), owner.id(), wanted)))
                    .isEqualTo("403 ROLE_FORBIDDEN");
        }
        for (UUID id : List.of(viewer, admin.id())) {
            assertThat(said(change(admin.access(), id, "{\"role\":\"owner\"}")))
                    .isEqualTo("403 ROLE_FORBIDDEN");
        }
    }

    @Test
    void anAdministratorGetsNoExportOfAnOwner() {
        Caller admin = caller("ada@example.org", "admin");
        UUID viewer = person("vera@example.org", "viewer").account.id();
        assertThat(said(export(admin, owner.id()))).isEqualTo("403 ROLE_FORBIDDEN");
        assertThat(export(admin, viewer).statusCode()).isEqualTo(200);
        assertThat(export(owner, owner.id()).statusCode()).isEqualTo(200);
    }

    private HttpResponse<String> export(Caller caller, UUID account) {
        return call(caller.access(), server.at(ACCOUNTS + "/" + account + "/export"));
    }

    @Test
    void aProgramThatActsForItselfIsNoOwner() {
        var created =
                server.deployment.clients.create(
                        TestDeployment.TENANT, "ci", Set.of("query", "admin"));
        var answer =
                server.send(
                        server.form(
                                        "/oauth2/token",
                                        Map.of(
                                                "grant_type",
                                                "client_credentials",
                                                "scope",
                                                "admin"))
                                .header(
                                        "Authorization",
                                        TestServer.basic(
                                                created.client().id(),
                                                TestDeployment.text(created.secret()))));
        String token = TestServer.json(answer).get("access_token").asString();
        assertThat(call(token, server.at(ACCOUNTS)).statusCode()).isEqualTo(200);
        assertThat(said(change(token, owner.id(), "{\"role\":\"viewer\"}")))
                .isEqualTo("403 ROLE_FORBIDDEN");
    }

    @Test
    void aDemotionHoldsAtTheNextRequest() {
        Caller admin = caller("ada@example.org", "admin");
        assertThat(call(admin.access(), server.at(ACCOUNTS)).statusCode()).isEqualTo(200);
        assertThat(said(change(owner.access(), admin.id(), "{\"role\":\"analyst\"}")))
                .isEqualTo("200 analyst");
        assertThat(said(call(admin.access(), server.at(ACCOUNTS))))
                .isEqualTo("401 UNAUTHENTICATED");
        JsonNode next = TestServer.json(admin.person().refresh(client, admin.refresh()));
        assertThat(TestPerson.scopes(next)).containsExactly("query");
        assertThat(
                        server.deployment.epoch(
                                TestDeployment.TENANT, "account:" + admin.person().account.id()))
                .isEqualTo(1);
        assertThat(server.deployment.dump("tenant_main.audit_log"))
                .contains("account.role_changed", admin.id().toString());
    }

    /** Also when the row was changed by other means than ours. */
    @Test
    void theRoleIsReadAtEveryRequest() {
        Caller admin = caller("ada@example.org", "admin");
        admin.person().inRole("viewer");
        assertThat(said(call(admin.access(), server.at(ACCOUNTS)))).isEqualTo("403 ROLE_FORBIDDEN");
        assertThat(call(admin.access(), server.at("/api/v1/whoami")).statusCode()).isEqualTo(200);
    }

    @Test
    void aDisabledAccountIsOutAndCanBeLetInAgain() {
        Caller admin = caller("ada@example.org", "admin");
        change(owner.access(), admin.id(), "{\"disabled\":true}");
        assertThat(said(call(admin.access(), server.at(ACCOUNTS))))
                .isEqualTo("401 UNAUTHENTICATED");
        assertThat(TestPerson.error(admin.person().refresh(client, admin.refresh())))
                .isEqualTo("400 invalid_grant");
        assertThat(admin.person().signIn("/signin").statusCode()).isEqualTo(401);
        assertThat(said(change(owner.access(), admin.id(), "{\"disabled\":false}")))
                .isEqualTo("200 admin");
        assertThat(admin.person().signIn("/signin").statusCode()).isEqualTo(302);
        assertThat(said(call(admin.access(), server.at(ACCOUNTS))))
                .isEqualTo("401 UNAUTHENTICATED");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"role\":\"admin\"}",
                "{\"role\":\"viewer\"}",
                "{\"disabled\":true}",
                "{\"role\":\"owner\",\"disabled\":true}"
            })
    void theLastOwnerStays(String wanted) {
        person("gone@example.org", "owner");
        server.deployment.execute(
                "update accounts set disabled_at = now() where email = 'gone@example.org'");
        assertThat(said(change(owner.access(), owner.id(), wanted))).isEqualTo("409 LAST_OWNER");
        caller("oscar@example.org", "owner");
        assertThat(change(owner.access(), owner.id(), wanted).statusCode()).isEqualTo(200);
    }

    @Test
    void twoOwnersWhoDemoteEachOtherLeaveOne() throws Exception {
        Caller other = caller("oscar@example.org", "owner");
        for (int round = 0; round < 5; round++) {
            server.deployment.execute("update accounts set role = 'owner'");
            List<Callable<Integer>> both = new ArrayList<>();
            both.add(() -> demoted(other.id()));
            both.add(() -> demoted(owner.id()));
            int refused = 0;
            try (var threads = Executors.newFixedThreadPool(2)) {
                for (var answer : threads.invokeAll(both)) {
                    refused += answer.get();
                }
            }
            assertThat(refused).isEqualTo(1);
        }
    }

    private int demoted(UUID id) {
        try {
            server.deployment.members.change(
                    TestDeployment.TENANT,
                    id,
                    new Members.Wanted(Account.Role.VIEWER, null),
                    Actor.OPERATOR,
                    role -> true);
            return 0;
        } catch (SluiceException e) {
            assertThat(e.code()).isEqualTo(ReasonCode.LAST_OWNER);
            return 1;
        }
    }

    @Test
    void theAccountOfAnotherTenantDoesNotExist() {
        UUID elsewhere =
                new TestPerson(server, "else@example.org", TestDeployment.OTHER).account.id();
        for (Object id : List.of(elsewhere, UUID.randomUUID(), "1", "%20", "x".repeat(300))) {
            assertThat(said(change(owner.access(), id, "{\"role\":\"viewer\"}")))
                    .isEqualTo("404 NOT_FOUND");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}",
                "{\"role\":null}",
                "{\"role\":\"OWNER\"}",
                "{\"role\":\"root\"}",
                "{\"role\":7}",
                "{\"role\":[\"owner\"]}",
                "{\"disabled\":\"perhaps\"}",
                "{\"email\":\"new@example.org\"}",
                "[]"
            })
    void refusesWhatIsNoChange(String body) {
        assertThat(said(change(owner.access(), owner.id(), body)))
                .isEqualTo("400 INVALID_ARGUMENT");
    }
}
