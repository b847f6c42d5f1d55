package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.cli.client.AdminApi;
import dev.sluice.cli.client.Connection;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignInTest {
    private static final String DEVICE = "POST /oauth2/device_authorization";
    private static final String TOKEN = "POST /oauth2/token";

    @TempDir private Path cache;

    private final FakeKeyring keyring = new FakeKeyring();
    private final List<Duration> pauses = new ArrayList<>();
    private FakeServer server;

    @BeforeEach
    void start() throws IOException {
        server = new FakeServer();
        server.on("GET /api/v1/whoami", 200, "{\"user\":\"ana@example.org\"}");
        server.on(
                DEVICE,
                200,
                "{\"device_code\":\"d-secret\",\"user_code\":\"BCDF-GHJK\",\"verification_uri\":\""
                        + server.url()
                        + "/device\",\"expires_in\":600,\"interval\":1}");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Ran run(String... arguments) {
        return Ran.command(
                Map.of("SLUICE_URL", server.url(), "XDG_CACHE_HOME", cache.toString()),
                keyring,
                pauses::add,
                "",
                arguments);
    }

    private static String pair(int number, int seconds) {
        return "{\"access_token\":\"access%d\",\"refresh_token\":\"refresh%d\",\"expires_in\":%d,\"scope\":\"query admin\"}"
                .formatted(number, number, seconds);
    }

    private static Map<String, String> form(FakeServer.Asked asked) {
        Map<String, String> form = new HashMap<>();
        for (String field : asked.body().split("&", -1)) {
            String[] parts = field.split("=", 2);
            form.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        return form;
    }

    private void signInWith(int seconds) {
        server.on(TOKEN, 200, pair(1, seconds));
        assertThat(run("login").exit()).isZero();
        server.asked().clear();
    }

    @Test
    void theCodeIsShownAndTheTokensGoToTheKeyringAlone() throws IOException {
        AtomicInteger polls = new AtomicInteger();
        server.on(
                TOKEN,
                (exchange, _) ->
                        FakeServer.reply(
                                exchange,
                                polls.getAndIncrement() == 0 ? 400 : 200,
                                "application/json",
                                polls.get() == 1
                                        ? "{\"error\":\"authorization_pending\"}"
                                        : pair(1, 3600)));

        Ran ran = run("login");

        assertThat(ran.exit()).as(ran.err()).isZero();
        assertThat(ran.err())
                .contains("BCDF-GHJK", server.url() + "/device", "as ana@example.org")
                .doesNotContain("d-secret", "access1", "refresh1");
        assertThat(ran.out()).isEmpty();
        assertThat(form(server.asked(DEVICE).getFirst()))
                .containsEntry("client_id", "sluice-cli")
                .containsEntry("scope", "query admin")
                .containsEntry("resource", server.url() + "/api/mcp");
        assertThat(form(server.asked(TOKEN).getFirst()))
                .containsEntry("device_code", "d-secret")
                .containsEntry("client_id", "sluice-cli");
        assertThat(keyring.get(server.url()).orElseThrow()).contains("access1", "refresh1");
        try (Stream<Path> files = Files.walk(cache)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file)).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"access_denied, declined", "expired_token, expired", "server_error, HTTP 400"})
    void whatEndsTheWaitingIsSaid(String error, String said) {
        server.on(TOKEN, 400, "{\"error\":\"" + error + "\"}");

        Ran ran = run("login");

        assertThat(ran.exit()).isEqualTo(1);
        assertThat(ran.err()).contains(said);
        assertThat(keyring.get(server.url())).isEmpty();
    }

    @Test
    void aServerThatIsBusyIsAskedLessOften() {
        AtomicInteger polls = new AtomicInteger();
        server.on(
                TOKEN,
                (exchange, _) ->
                        FakeServer.reply(
                                exchange,
                                polls.getAndIncrement() == 0 ? 400 : 200,
                                "application/json",
                                polls.get() == 1 ? "{\"error\":\"slow_down\"}" : pair(1, 3600)));

        assertThat(run("login").exit()).isZero();

        assertThat(pauses).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(6));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "<html>",
                "{\"device_code\":\"d\",\"user_code\":\"\\u001b[31m\",\"verification_uri\":\"http://x/\"}",
                "{\"device_code\":\"d\",\"user_code\":\"A\",\"verification_uri\":\"javascript:x\"}",
                "{\"device_code\":7,\"user_code\":\"A\",\"verification_uri\":\"http://x/\"}"
            })
    void anAnswerThatIsNoInvitationIsAFailure(String answer) {
        server.on(DEVICE, 200, answer);

        Ran ran = run("login");

        assertThat(ran.exit()).isEqualTo(1);
        assertThat(ran.err()).doesNotContain("\u001b");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{}", "{\"access_token\":\"a b\",\"refresh_token\":\"r\"}", "[1]", "nope"})
    void anAnswerWithoutAPairIsAFailureAndKeepsNothing(String answer) {
        server.on(TOKEN, 200, answer);

        assertThat(run("login").exit()).isEqualTo(1);
        assertThat(keyring.get(server.url())).isEmpty();
    }

    @Test
    void anAccessTokenThatIsGoodIsUsedAsItIs() {
        signInWith(3600);

        assertThat(run("token").out().strip()).isEqualTo("access1");
        assertThat(server.asked(TOKEN)).isEmpty();
    }

    @Test
    void belowAMinuteBothTokensAreReplacedTogether() {
        signInWith(59);
        server.on(TOKEN, 200, pair(2, 3600));

        assertThat(run("token").out().strip()).isEqualTo("access2");

        assertThat(form(server.asked(TOKEN).getFirst()))
                .containsEntry("grant_type", "refresh_token")
                .containsEntry("refresh_token", "refresh1");
        assertThat(keyring.get(server.url()).orElseThrow()).contains("access2", "refresh2");
    }

    @Test
    void aTokenThatTheServerRefusesIsRefreshedOnce() {
        signInWith(3600);
        server.on(TOKEN, 200, pair(2, 3600));
        server.on(
                "GET /api/v1/status",
                (exchange, asked) ->
                        FakeServer.reply(
                                exchange,
                                asked.header("Authorization").equals("Bearer access1") ? 401 : 200,
                                "application/json",
                                "{\"version\":\"1\"}"));

        assertThat(run("status", "--json").json().path("version").stringValue()).isEqualTo("1");
        assertThat(server.asked(TOKEN)).hasSize(1);
    }

    @Test
    void aRefreshTokenThatIsNotAcceptedEndsTheSignIn() {
        signInWith(10);
        server.on(TOKEN, 400, "{\"error\":\"invalid_grant\"}");

        Ran ran = run("token");

        assertThat(ran.exit()).isEqualTo(1);
        assertThat(ran.err()).contains("sluice login");
        assertThat(keyring.get(server.url())).isEmpty();
    }

    @Test
    void aServerThatIsDownEndsNoSignIn() {
        signInWith(10);
        server.on(TOKEN, 503, "{}");

        assertThat(run("token").exit()).isEqualTo(1);
        assertThat(keyring.get(server.url())).isPresent();
    }

    @Test
    void onlyOneOfManyProcessesRefreshes() throws Exception {
        signInWith(10);
        AtomicInteger refreshes = new AtomicInteger(1);
        server.on(
                TOKEN,
                (exchange, _) ->
                        FakeServer.reply(
                                exchange,
                                200,
                                "application/json",
                                pair(refreshes.incrementAndGet(), 3600)));

        assertThat(run("token").out().strip()).isEqualTo("access2");
        assertThat(run("token").out().strip()).isEqualTo("access2");
        assertThat(refreshes).hasValue(2);
    }

    @Test
    void signingOutWipesHereAndRevokesThere() {
        signInWith(3600);
        server.on("POST /oauth2/revoke", 200, "");

        Ran ran = run("logout");

        assertThat(ran.exit()).as(ran.err()).isZero();
        assertThat(keyring.get(server.url())).isEmpty();
        assertThat(form(server.asked("POST /oauth2/revoke").getFirst()))
                .containsEntry("token", "refresh1");
        assertThat(run("logout").err()).contains("Nobody was signed in");
        assertThat(run("token").err()).contains("Not signed in");
    }

    @Test
    void signingOutWipesEvenWhenTheServerCannotBeTold() {
        signInWith(3600);
        server.on("POST /oauth2/revoke", 503, "{}");

        Ran ran = run("logout");

        assertThat(ran.exit()).isEqualTo(1);
        assertThat(ran.err()).contains("could not be told");
        assertThat(keyring.get(server.url())).isEmpty();
    }

    @Test
    void signingInAgainEndsTheSignInBefore() {
        signInWith(3600);
        server.on("POST /oauth2/revoke", 200, "");
        server.on(TOKEN, 200, pair(2, Integer.MAX_VALUE));

        assertThat(run("login").exit()).isZero();

        assertThat(form(server.asked("POST /oauth2/revoke").getFirst()))
                .containsEntry("token", "refresh1");
        assertThat(run("token").out().strip()).isEqualTo("access2");
    }

    @Test
    void aScopeThatWasNotGrantedIsNamed() {
        server.on(
                TOKEN,
                200,
                "{\"access_token\":\"a\",\"refresh_token\":\"r\",\"expires_in\":3600,\"scope\":\"query\"}");
        assertThat(run("login").exit()).isZero();

        assertThat(run("token", "--scope", "admin").err()).contains("without the scope 'admin'");
        assertThat(run("token").out().strip()).isEqualTo("a");
    }

    @Test
    void garbageInTheKeyringIsNobody() {
        for (String text : List.of("", "{", "[]", "{\"access_token\":1}", "null")) {
            keyring.put(server.url(), text);
            assertThat(run("token").err()).contains("Not signed in");
        }
    }

    @Test
    void whoIsSetByTheEnvironmentDoesNotSignIn() {
        Ran ran =
                Ran.command(
                        Map.of("SLUICE_URL", server.url(), "SLUICE_TOKEN", "t"),
                        keyring,
                        pauses::add,
                        "",
                        "login");

        assertThat(ran.exit()).isEqualTo(2);
        assertThat(server.asked(DEVICE)).isEmpty();
    }

    private static final String GATED = "DELETE /api/v1/connections/shop";

    private AdminApi admin(boolean somebodySitsThere) {
        Shell shell =
                new Shell(
                        Map.of("SLUICE_URL", server.url(), "XDG_CACHE_HOME", cache.toString()),
                        new ByteArrayInputStream(new byte[0]),
                        new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
                        new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
                        Optional.empty(),
                        keyring,
                        pauses::add);
        Shell.Server made = shell.server();
        return new AdminApi(
                new Connection(made.settings()),
                made.tokens(),
                new SignInAgain(shell, made.settings(), made.signIn(), somebodySitsThere));
    }

    private void wantsARecentSignInOf(String token) {
        server.on("POST /oauth2/revoke", 200, "{}");
        server.on(
                GATED,
                (exchange, asked) ->
                        FakeServer.reply(
                                exchange,
                                asked.header("Authorization").equals("Bearer " + token) ? 204 : 401,
                                "application/json",
                                asked.header("Authorization").equals("Bearer " + token)
                                        ? ""
                                        : "{\"error\":\"Sign in again.\","
                                                + "\"code\":\"RECENT_LOGIN_REQUIRED\","
                                                + "\"details\":{},\"request_id\":\"r\"}"));
    }

    @Test
    void whoSitsThereSignsInAgainAndTheRequestIsRepeatedOnce() {
        signInWith(3600);
        wantsARecentSignInOf("access2");
        server.on(TOKEN, 200, pair(2, 3600));

        admin(true).delete("/api/v1/connections/shop");

        assertThat(server.asked(GATED)).hasSize(2);
        assertThat(server.asked(DEVICE)).hasSize(1);
        assertThat(form(server.asked("POST /oauth2/revoke").getFirst()))
                .containsEntry("token", "refresh1");
        assertThat(keyring.get(server.url()).orElseThrow()).contains("access2", "refresh2");
    }

    @Test
    void aSignInThatDoesNotHelpIsNotRepeatedAgain() {
        signInWith(3600);
        wantsARecentSignInOf("another");
        server.on(TOKEN, 200, pair(2, 3600));

        assertThatThrownBy(() -> admin(true).delete("/api/v1/connections/shop"))
                .hasMessageContaining("Sign in again.");
        assertThat(server.asked(GATED)).hasSize(2);
        assertThat(server.asked(DEVICE)).hasSize(1);
    }

    @Test
    void whereNobodySitsTheServersWordsAreTheAnswer() {
        signInWith(3600);
        wantsARecentSignInOf("access2");

        assertThatThrownBy(() -> admin(false).delete("/api/v1/connections/shop"))
                .hasMessageContaining("Sign in again.");
        assertThat(server.asked(GATED)).hasSize(1);
        assertThat(server.asked(DEVICE)).isEmpty();
    }
}
