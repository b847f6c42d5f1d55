package dev.sluice.server.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.Secret;
import dev.sluice.server.factor.Apps;
import dev.sluice.server.factor.SecondFactors;
import dev.sluice.server.identity.Actor;
import dev.sluice.server.identity.TestDeployment;
import dev.sluice.server.limit.RateLimits;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The second step of a sign-in, and the first one of a new app. */
class SecondFactorIT {
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private static TestServer server;

    private TestPerson ana;

    @BeforeAll
    static void start() throws Exception {
        server = new TestServer("", RateLimits.DEFAULT);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void newPerson() {
        server.deployment.factors.policy().set(TestDeployment.TENANT, false, Actor.OPERATOR);
        server.deployment.clock.turn(Duration.ofMinutes(10));
        ana =
                new TestPerson(
                        server,
                        "two" + NUMBER.incrementAndGet() + "@example.org",
                        TestDeployment.TENANT);
    }

    private Secret app() {
        Secret secret = SecondFactors.newSecret();
        server.deployment.factors.apps().add(ana.account, secret, now(secret));
        server.deployment.clock.turn(Duration.ofMinutes(1));
        return secret;
    }

    private static String now(Secret secret) {
        return Apps.code(secret, server.deployment.clock.instant());
    }

    private static String location(HttpResponse<String> response) {
        return response.headers().firstValue("Location").orElse("no redirect");
    }

    @Test
    void isNobodyUntilTheCodeWasTyped() {
        Secret secret = app();
        HttpResponse<String> first = ana.signIn("/signin");
        assertThat(location(first)).isEqualTo("/signin/code");
        assertThat(first.headers().allValues("Set-Cookie"))
                .noneMatch(cookie -> cookie.startsWith("sluice_session=") && cookie.length() > 60)
                .anySatisfy(cookie ->
                        assertThat(cookie)
                                .startsWith("sluice_visit=")
                                .contains("HttpOnly", "SameSite=Lax"));
        assertThat(location(ana.get("/"))).isEqualTo("/signin");
        assertThat(location(ana.get("/device"))).contains("/signin?continue");
        assertThat(location(ana.get("/signin/enrol"))).isEqualTo("/signin");
        HttpResponse<String> page = ana.get("/signin/code");
        assertThat(page.body()).contains(ana.email, "one-time-code");
        HttpResponse<String> in = ana.press(page, Map.of("code", now(secret)));
        assertThat(location(in)).isEqualTo("/");
        assertThat(ana.get("/").statusCode()).isEqualTo(200);
        assertThat(location(ana.get("/signin/code"))).isEqualTo("/signin");
        assertThat(
                        server.deployment
                                .sessions
                                .sessions()
                                .list(ana.account.id())
                                .getFirst()
                                .methods()
                                .values())
                .containsExactly("mfa", "otp", "pwd");
    }

    @Test
    void goesOnToThePageThatWasAskedFor() {
        Secret secret = app();
        HttpResponse<String> first = ana.signIn("/signin?continue=%2Fdevice");
        assertThat(location(first)).isEqualTo("/signin/code");
        HttpResponse<String> in = ana.press(ana.get("/signin/code"), Map.of("code", now(secret)));
        assertThat(location(in)).isEqualTo("/signin/next?continue=%2Fdevice");
    }

    @Test
    void refusesAWrongAUsedAndATooLateCode() {
        Secret secret = app();
        ana.signIn("/signin");
        HttpResponse<String> page = ana.get("/signin/code");
        assertThat(ana.press(page, Map.of("code", "000000x")).statusCode()).isEqualTo(401);
        assertThat(location(ana.get("/"))).isEqualTo("/signin");
        String code = now(secret);
        assertThat(location(ana.press(page, Map.of("code", code)))).isEqualTo("/");
        ana.signIn("/signin");
        HttpResponse<String> again = ana.press(ana.get("/signin/code"), Map.of("code", code));
        assertThat(again.statusCode()).isEqualTo(401);
        server.deployment.clock.turn(Duration.ofMinutes(10));
        HttpResponse<String> late = ana.press(again, Map.of("code", now(secret)));
        assertThat(location(late)).isEqualTo("/signin");
    }

    @Test
    void boundsHowManyCodesAreTried() {
        Secret secret = app();
        ana.signIn("/signin");
        HttpResponse<String> page = ana.get("/signin/code");
        for (int i = 0; i < 5; i++) {
            assertThat(ana.press(page, Map.of("code", "wrong")).statusCode()).isEqualTo(401);
        }
        HttpResponse<String> refused = ana.press(page, Map.of("code", now(secret)));
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValue("Retry-After")).contains("30");
        assertThat(refused.body()).contains("Too many codes");
    }

    @Test
    void aRecoveryCodeLetsInOnce() {
        app();
        List<String> codes = server.deployment.factors.recovery().renew(ana.account);
        ana.signIn("/signin");
        HttpResponse<String> in =
                ana.press(ana.get("/signin/code"), Map.of("code", codes.getFirst()));
        assertThat(location(in)).isEqualTo("/");
        ana.signIn("/signin");
        assertThat(
                        ana.press(ana.get("/signin/code"), Map.of("code", codes.getFirst()))
                                .statusCode())
                .isEqualTo(401);
    }

    @Test
    void aStepOfNobodyLeadsToTheSignIn() {
        HttpResponse<String> page = server.get("/signin/code");
        assertThat(location(page)).isEqualTo("/signin");
        HttpResponse<String> posted =
                server.submit("/signin", "/signin/code", Map.of("code", "123456"));
        assertThat(location(posted)).isEqualTo("/signin");
        assertThat(location(server.submit("/signin", "/signin/enrol", Map.of("code", "1"))))
                .isEqualTo("/signin");
    }

    @Test
    void leadsSomebodyToANewAppWhereTheTenantAsksForIt() {
        server.deployment.factors.policy().set(TestDeployment.TENANT, true, Actor.OPERATOR);
        assertThat(location(ana.signIn("/signin?continue=%2Fdevice"))).isEqualTo("/signin/enrol");
        assertThat(location(ana.get("/"))).isEqualTo("/signin");
        HttpResponse<String> page = ana.get("/signin/enrol");
        assertThat(page.body()).contains("<svg", ana.email).doesNotContain("<script", "data:");
        Matcher key = Pattern.compile("class=\"key\">([A-Z2-7 ]+)<").matcher(page.body());
        assertThat(key.find()).isTrue();
        Secret secret = Apps.typed(key.group(1));
        HttpResponse<String> wrong = ana.press(page, Map.of("code", "000000x"));
        assertThat(wrong.statusCode()).isEqualTo(400);
        assertThat(wrong.body()).contains(key.group(1), "not right");
        HttpResponse<String> codes = ana.press(wrong, Map.of("code", now(secret)));
        assertThat(codes.statusCode()).isEqualTo(200);
        assertThat(codes.body())
                .containsPattern("<code>([A-Z2-7]{4} ){3}[A-Z2-7]{4}</code>")
                .contains("/signin/next?continue=%2Fdevice");
        assertThat(ana.get("/").statusCode()).isEqualTo(200);
        assertThat(server.deployment.factors.apps().present(ana.account.id())).isTrue();
    }

    @Test
    void anAppThatSomebodyElseAddedMeanwhileStays() throws Exception {
        server.deployment.factors.policy().set(TestDeployment.TENANT, true, Actor.OPERATOR);
        ana.signIn("/signin");
        HttpResponse<String> page = ana.get("/signin/enrol");
        Matcher key = Pattern.compile("class=\"key\">([A-Z2-7 ]+)<").matcher(page.body());
        assertThat(key.find()).isTrue();
        Map<String, String> right = Map.of("code", now(Apps.typed(key.group(1))));
        try (var meanwhile = server.deployment.source.getConnection();
                var statement = meanwhile.createStatement();
                var one = Executors.newSingleThreadExecutor()) {
            meanwhile.setAutoCommit(false);
            statement.execute(
                    "insert into totp_factors (account, sealed, used_step, created_at)"
                            + " values ('%s', '\\xff', 1, now())".formatted(ana.account.id()));
            Future<HttpResponse<String>> answer = one.submit(() -> ana.press(page, right));
            awaitOneThatWaits();
            meanwhile.commit();
            assertThat(answer.get().statusCode()).isEqualTo(400);
            assertThat(answer.get().body()).contains("not right");
        }
        assertThat(
                        server.deployment.dump(
                                "totp_factors", "account = '%s'".formatted(ana.account.id())))
                .contains("\\xff");
        assertThat(location(ana.get("/"))).isEqualTo("/signin");
    }

    /** Until a statement of the database waits for another's lock. */
    private static void awaitOneThatWaits() {
        while (server.deployment
                .dump(
                        "pg_stat_activity",
                        "wait_event_type = 'Lock' and datname = current_database()")
                .equals("[]")) {
            Thread.onSpinWait();
        }
    }

    @Test
    void aSessionWithoutASecondFactorIsWorthNothingOnceTheTenantAsksForOne() {
        ana.signIn("/signin");
        assertThat(ana.get("/").statusCode()).isEqualTo(200);
        server.deployment.factors.policy().set(TestDeployment.TENANT, true, Actor.OPERATOR);
        assertThat(location(ana.get("/"))).isEqualTo("/signin");
    }
}
