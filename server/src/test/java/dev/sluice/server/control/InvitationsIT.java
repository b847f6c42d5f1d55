package dev.sluice.server.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.server.identity.Actor;
import dev.sluice.server.identity.Clients.NewClient;
import dev.sluice.server.identity.Invitations;
import dev.sluice.server.identity.TestDeployment;
import dev.sluice.server.limit.RateLimits;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** From the inviter's request to the invited person's first sign-in. */
class InvitationsIT {
    private static final String PATH = "/api/v1/admin/invitations";
    private static final String PASSWORD = "several words make a good one";

    private static TestServer server;
    private static String client;

    private TestPerson owner;
    private String token;

    @BeforeAll
    static void start() throws Exception {
        server = new TestServer("", RateLimits.DEFAULT);
        client =
                server.deployment
                        .clients
                        .createPublic(
                                new NewClient(
                                        TestDeployment.TENANT,
                                        "console",
                                        Set.of("query", "admin"),
                                        List.of(TestPerson.CALLBACK)),
                                Actor.OPERATOR)
                        .id();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void anOwner() {
        server.deployment.execute("delete from accounts");
        server.deployment.execute("delete from invitations");
        server.deployment.clock.turn(Duration.ofMinutes(30));
        owner = new TestPerson(server, "olga@example.org", TestDeployment.TENANT).signedIn();
        token = tokenOf(owner);
    }

    private static String tokenOf(TestPerson person) {
        return person.tokens(client, Map.of("scope", "admin query")).get("access_token").asString();
    }

    private static HttpResponse<String> call(String token, HttpRequest.Builder request) {
        return server.send(request.header("Authorization", "Bearer " + token));
    }

    private static HttpResponse<String> send(String token, String body) {
        return call(
                token,
                server.at(PATH)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private HttpResponse<String> invite(String email, String role) {
        return send(token, "{\"email\":\"%s\",\"role\":\"%s\"}".formatted(email, role));
    }

    private static String link(HttpResponse<String> created) {
        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        return URI.create(TestServer.json(created).get("link").asString()).getPath();
    }

    private static HttpResponse<String> accept(String link, String password) {
        server.deployment.clock.turn(Duration.ofSeconds(7));
        server.browser = TestServer.newBrowser();
        return server.submit(link, link, Map.of("password", password));
    }

    private static HttpResponse<String> signIn(String email, String tenant) {
        server.deployment.clock.turn(Duration.ofSeconds(7));
        server.browser = TestServer.newBrowser();
        return server.submit(
                "/signin",
                "/signin",
                Map.of("email", email, "password", PASSWORD, "tenant", tenant));
    }

    private static String code(HttpResponse<String> response) {
        return response.statusCode() + " " + TestServer.json(response).get("code").asString();
    }

    @Test
    void anInvitedPersonGetsTheirAccountAndSignsIn() {
        HttpResponse<String> created = invite("Vera@Example.org", "analyst");
        String link = link(created);
        String secret = link.substring(link.lastIndexOf('/') + 1);
        assertThat(secret).hasSize(43);
        assertThat(server.deployment.dump("invitations")).doesNotContain(secret);
        JsonNode open = TestServer.json(call(token, server.at(PATH))).get("invitations");
        assertThat(open.findValuesAsString("email")).containsExactly("vera@example.org");
        assertThat(open.toString()).doesNotContain("link", secret);
        assertThat(server.get(link).body()).contains("vera@example.org", "analyst");

        HttpResponse<String> done = accept(link, PASSWORD);
        assertThat(done.headers().firstValue("Location").orElse(""))
                .contains("/signin?tenant=main&created");
        assertThat(signIn("vera@example.org", "").statusCode()).isEqualTo(302);
        assertThat(server.get(link).statusCode()).isEqualTo(404);
        assertThat(server.deployment.dump("tenant_main.audit_log"))
                .contains("invitation.created", "account.created")
                .doesNotContain(secret, "vera@example.org");
    }

    @Test
    void aLinkWorksOnceHoweverManyTry() throws Exception {
        String link = link(invite("vera@example.org", "viewer"));
        String secret = link.substring(link.lastIndexOf('/') + 1);
        List<Callable<Boolean>> tries = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            tries.add(() -> {
                try (var password = TestDeployment.secret(PASSWORD)) {
                    return server.deployment.invitations.accept(secret, password).isPresent();
                }
            });
        }
        int accepted = 0;
        try (var threads = Executors.newFixedThreadPool(4)) {
            for (var each : threads.invokeAll(tries)) {
                accepted += each.get() ? 1 : 0;
            }
        }
        assertThat(accepted).isEqualTo(1);
    }

    @Test
    void aLinkEndsByTimeByWithdrawalAndByAnotherOne() {
        String first = link(invite("vera@example.org", "viewer"));
        HttpResponse<String> again = invite("vera@example.org", "analyst");
        assertThat(server.get(first).statusCode()).isEqualTo(404);
        String second = link(again);
        String id = TestServer.json(again).get("id").asString();
        assertThat(call(token, server.at(PATH + "/" + id).DELETE()).statusCode()).isEqualTo(204);
        assertThat(server.get(second).statusCode()).isEqualTo(404);
        assertThat(code(call(token, server.at(PATH + "/" + id).DELETE())))
                .isEqualTo("404 NOT_FOUND");
        String third = link(invite("vera@example.org", "analyst"));
        server.deployment.clock.turn(Invitations.LIFETIME);
        assertThat(server.get(third).statusCode()).isEqualTo(404);
    }

    @Test
    void nobodyInvitesAboveTheirOwnRole() {
        TestPerson admin =
                new TestPerson(server, "ada@example.org", TestDeployment.TENANT)
                        .inRole("admin")
                        .signedIn();
        String weaker = tokenOf(admin);
        assertThat(code(send(weaker, "{\"email\":\"x@example.org\",\"role\":\"owner\"}")))
                .isEqualTo("403 ROLE_FORBIDDEN");
        assertThat(send(weaker, "{\"email\":\"x@example.org\",\"role\":\"admin\"}").statusCode())
                .isEqualTo(201);
        assertThat(invite("y@example.org", "owner").statusCode()).isEqualTo(201);
    }

    @Test
    void anAdminNeitherWithdrawsNorReplacesAnOwnersInvitation() {
        HttpResponse<String> owners = invite("oscar@example.org", "owner");
        String link = link(owners);
        String id = TestServer.json(owners).get("id").asString();
        String admins =
                tokenOf(
                        new TestPerson(server, "ada@example.org", TestDeployment.TENANT)
                                .inRole("admin")
                                .signedIn());

        assertThat(code(call(admins, server.at(PATH + "/" + id).DELETE())))
                .isEqualTo("403 ROLE_FORBIDDEN");
        assertThat(code(send(admins, "{\"email\":\"oscar@example.org\"," + "\"role\":\"viewer\"}")))
                .isEqualTo("403 ROLE_FORBIDDEN");
        assertThat(accept(link, PASSWORD).statusCode()).isEqualTo(302);
    }

    @Test
    void theInvitationsOfSomebodyWhoMayNoLongerInviteAreWorthNothing() {
        TestPerson admin =
                new TestPerson(server, "ada@example.org", TestDeployment.TENANT)
                        .inRole("admin")
                        .signedIn();
        String link =
                link(send(tokenOf(admin), "{\"email\":\"x@example.org\",\"role\":\"admin\"}"));
        call(
                token,
                server.at("/api/v1/admin/accounts/" + admin.account.id())
                        .header("Content-Type", "application/json")
                        .method(
                                "PATCH",
                                HttpRequest.BodyPublishers.ofString("{\"role\":\"viewer\"}")));
        assertThat(server.get(link).statusCode()).isEqualTo(404);
    }

    /** Also to somebody who takes the invitation up themselves. */
    @Test
    void anInvitationTellsNothingAboutAccountsInOtherTenants() {
        new TestPerson(server, "known@example.org", TestDeployment.OTHER);
        HttpResponse<String> known = invite("known@example.org", "viewer");
        HttpResponse<String> unknown = invite("nobody@example.org", "viewer");
        assertThat(known.statusCode()).isEqualTo(unknown.statusCode());
        assertThat(TestServer.json(known).propertyNames())
                .isEqualTo(TestServer.json(unknown).propertyNames());
        for (HttpResponse<String> each : List.of(known, unknown)) {
            assertThat(accept(link(each), PASSWORD).statusCode()).isEqualTo(302);
        }
        assertThat(signIn("known@example.org", "").statusCode()).isEqualTo(302);
        assertThat(signIn("nobody@example.org", "main").statusCode()).isEqualTo(302);
        assertThat(signIn("known@example.org", "other").statusCode())
                .as("their other account has another password")
                .isEqualTo(401);
        JsonNode people = TestServer.json(call(token, server.at("/api/v1/admin/accounts")));
        assertThat(people.get("accounts").findValuesAsString("email"))
                .containsExactly("known@example.org", "nobody@example.org", "olga@example.org");
    }

    @Test
    void whoeverIsHereAlreadyIsNotInvited() {
        assertThat(code(invite("OLGA@example.org", "viewer"))).isEqualTo("409 ACCOUNT_EXISTS");
    }

    @Test
    void aPasswordThatIsTooShortLeavesTheLinkUsable() {
        String link = link(invite("vera@example.org", "viewer"));
        assertThat(accept(link, "short").statusCode()).isEqualTo(400);
        assertThat(accept(link, PASSWORD).statusCode()).isEqualTo(302);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"email\":\"a@b.c\"}",
                "{\"role\":\"viewer\"}",
                "{\"email\":\"a@b.c\",\"role\":\"root\"}",
                "{\"email\":\"not an address\",\"role\":\"viewer\"}",
                "{\"email\":\"a@b.c\",\"role\":\"viewer\",\"tenant\":\"other\"}",
                "{\"email\":[\"a@b.c\"],\"role\":7}",
                "[]",
                ""
            })
    void refusesWhatIsNoInvitation(String body) {
        assertThat(code(send(token, body))).isEqualTo("400 INVALID_ARGUMENT");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "%20", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})
    void aLinkThatIsNoneLeadsNowhere(String garbage) {
        assertThat(server.get("/invitation/" + garbage).statusCode()).isIn(400, 404);
        assertThat(call(token, server.at(PATH + "/" + garbage).DELETE()).statusCode())
                .isIn(400, 404);
    }
}
