package dev.sluice.connector.snowflake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.connector.AuthMethod;
import dev.sluice.connector.Cancellation;
import dev.sluice.connector.Capacity;
import dev.sluice.connector.ConnectionSettings;
import dev.sluice.connector.Credential;
import dev.sluice.connector.Database;
import dev.sluice.connector.Outcome;
import dev.sluice.connector.Power.Kind;
import dev.sluice.connector.Probe;
import dev.sluice.connector.Request;
import dev.sluice.connector.ResultLimits;
import dev.sluice.connector.SecretName;
import dev.sluice.connector.SessionTag;
import dev.sluice.connector.Target;
import dev.sluice.connector.TlsMode;
import dev.sluice.connector.snowflake.SnowflakeServer.Reply;
import dev.sluice.connector.transport.DirectNetwork;
import dev.sluice.connector.wire.DriverLog;
import dev.sluice.connector.wire.Rows;
import dev.sluice.core.Limits;
import dev.sluice.core.ReasonCode;
import dev.sluice.core.Schema;
import dev.sluice.core.Secret;
import dev.sluice.core.SluiceException;
import dev.sluice.core.TableName;
import dev.sluice.guard.GuardedQueries;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.PBEParameterSpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SnowflakeTest {
    private static final String SQL = "SELECT a FROM b";
    private static final String TOKEN = "marker-pat-token-55";
    private static final String PASSPHRASE = "marker-passphrase-12";
    private static KeyPair keys;
    private static String pem;
    private static String sealedPem;

    private SnowflakeServer server;

    @BeforeAll
    static void makeKeys() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2_048);
        keys = generator.generateKeyPair();
        pem = pem("PRIVATE KEY", keys.getPrivate().getEncoded());
        String algorithm = "PBEWithHmacSHA256AndAES_256";
        PBEKeySpec passphrase = new PBEKeySpec(PASSPHRASE.toCharArray());
        Cipher cipher = Cipher.getInstance(algorithm);
        cipher.init(
                Cipher.ENCRYPT_MODE,
                SecretKeyFactory.getInstance(algorithm).generateSecret(passphrase),
                new PBEParameterSpec("saltsalt".getBytes(StandardCharsets.US_ASCII), 10_000));
        AlgorithmParameters parameters = AlgorithmParameters.getInstance("PBES2");
        parameters.init(cipher.getParameters().getEncoded());
        sealedPem =
                pem(
                        "ENCRYPTED PRIVATE KEY",
                        new EncryptedPrivateKeyInfo(
                                        parameters, cipher.doFinal(keys.getPrivate().getEncoded()))
                                .getEncoded());
    }

    private static String pem(String label, byte[] der) {
        return "-----BEGIN %s-----%n%s%n-----END %s-----%n"
                .formatted(label, Base64.getMimeEncoder().encodeToString(der), label);
    }

    @BeforeEach
    void start() throws Exception {
        server = new SnowflakeServer();
        server.welcoming("PROGRAMMATIC_ACCESS_TOKEN", TOKEN::equals);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private ConnectionSettings settings(AuthMethod auth) {
        return ConnectionSettings.of(
                        "snowflake", "localhost", server.port(), "SHOP", "reader", TlsMode.DISABLE)
                .with(auth)
                .with(
                        Map.of(
                                "account",
                                "org-acct",
                                "warehouse",
                                "WH",
                                "role",
                                "READER",
                                "client_id",
                                SnowflakeServer.CLIENT_ID,
                                "token_url",
                                "http://localhost:" + server.port() + "/oauth/token-request"));
    }

    private Target target(AuthMethod auth, Map<SecretName, String> secrets) {
        Map<SecretName, Supplier<Secret>> opened = new HashMap<>();
        secrets.forEach((name, text) ->
                opened.put(name, () -> Secret.takingOver(text.getBytes(StandardCharsets.UTF_8))));
        return new Target(settings(auth), Credential.of(opened), new DirectNetwork());
    }

    private Target target() {
        return target(AuthMethod.TOKEN, Map.of(SecretName.TOKEN, TOKEN));
    }

    private static Outcome ask(Target target, Rows rows) {
        return ask(target, Limits.DEFAULT, new Cancellation(), rows);
    }

    private static Outcome ask(Target target, Limits limits, Cancellation cancellation, Rows rows) {
        try (Database database = new SnowflakeConnector().open(target, Capacity.DEFAULT)) {
            return database.execute(
                    GuardedQueries.of(SQL, limits, "ana"),
                    new Request(
                            new SessionTag("sluice 12345678 ana/bot"),
                            ResultLimits.DEFAULT,
                            cancellation),
                    rows);
        }
    }

    /** Answers plans, and lets everything but them to the script. */
    private static SnowflakeServer.Script planned(SnowflakeServer.Script script) {
        return sql ->
                sql.startsWith("EXPLAIN USING JSON ")
                        ? Reply.rows(
                                "content:text",
                                "[[\"{\\\"GlobalStats\\\":{\\\"partitionsTotal\\\":2,"
                                        + "\\\"bytesAssigned\\\":4096}}\"]]")
                        : script.answer(sql);
    }

    private static void assertFailed(Outcome outcome, ReasonCode code) {
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> {
                            assertThat(failed.code()).isEqualTo(code);
                            assertThat(failed.toString()).doesNotContain("marker-");
                        });
    }

    private static void assertUnavailable(Outcome outcome, String reason) {
        assertFailed(outcome, ReasonCode.SOURCE_UNAVAILABLE);
        assertThat(((Outcome.Failed) outcome).details()).containsEntry("reason", reason);
    }

    private Outcome askForOne(Target target) {
        server.answering(planned(_ -> Reply.rows("x:fixed:0", "[[\"1\"]]")));
        return ask(target, new Rows());
    }

    @Test
    void keepsValuesExactly() {
        server.answering(
                planned(_ ->
                        Reply.rows(
                                "n:fixed:3 r:real t:text b:boolean x:binary d:date"
                                        + " t9:time:9 ntz:timestamp_ntz:9"
                                        + " ltz:timestamp_ltz:3 tz:timestamp_tz:9"
                                        + " v:variant nan:real",
                                "[[\"-12345678901234567890123456789012345.678\",\"0.1\","
                                        + "\"äöü€𝄞\",\"true\",\"00FF\",\"-141432\","
                                        + "\"3723.000000400\","
                                        + "\"-62135596800.000000001\","
                                        + "\"1700000000.123000000\","
                                        + "\"1616173619.123456789 1770\","
                                        + "\"{\\\"a\\\":1}\",\"NaN\"],"
                                        + "[null,null,null,null,null,null,null,null,null,"
                                        + "null,null,null]]")));
        Rows rows = new Rows();

        Outcome outcome = ask(target(), rows);

        assertThat(outcome).isInstanceOf(Outcome.Completed.class);
        assertThat(((Outcome.Completed) outcome).scanEstimated()).hasValue(4_096);
        assertThat(rows.rows().getFirst())
                .containsExactly(
                        "-12345678901234567890123456789012345.678",
                        "0.1",
                        "äöü€𝄞",
                        "true",
                        "\\x00ff",
                        "1582-10-10",
                        "01:02:03.000000400",
                        "0000-12-31 23:59:59.999999999",
                        "2023-11-14 22:13:20.123 +00:00",
                        "2021-03-19 22:36:59.123456789 +05:30",
                        "{\"a\":1}",
                        "NaN");
        assertThat(rows.rows().get(1)).hasSize(12).containsOnlyNulls();
    }

    @Test
    void saysWhoAsksAndAllowsOneStatement() {
        askForOne(target());

        assertThat(server.texts()).containsExactly("EXPLAIN USING JSON " + SQL, SQL);
        var request = server.requests().getLast();
        assertThat(request.path("parameters").path("query_tag").asString(""))
                .isEqualTo("sluice 12345678 ana/bot");
        assertThat(request.path("parameters").path("multi_statement_count").asString(""))
                .isEqualTo("1");
        assertThat(request.path("parameters").path("rows_per_resultset").asString(""))
                .isEqualTo("201");
        assertThat(request.path("timeout").asInt()).isBetween(1, 31);
        assertThat(request.path("warehouse").asString("")).isEqualTo("WH");
        assertThat(request.path("role").asString("")).isEqualTo("READER");
        assertThat(request.path("bindings").path("1").path("value").asString("")).isEqualTo("ana");
    }

    @Test
    void gathersPartitionsUntilTheLimit() {
        server.answering(
                planned(_ ->
                        Reply.rows("x:fixed:0", "[[\"1\"]]", "[[\"2\"],[\"3\"]]", "[[\"4\"]]")));
        Rows rows = new Rows();

        Outcome outcome =
                ask(
                        target(),
                        new Limits(2, 1 << 20, Duration.ofSeconds(30)),
                        new Cancellation(),
                        rows);

        assertThat(rows.rows()).containsExactly(List.of("1"), List.of("2"));
        assertThat(((Outcome.Completed) outcome).truncated()).isTrue();
    }

    @Test
    void refusesAScanBeforeItRuns() {
        server.answering(planned(_ -> Reply.rows("x:fixed:0", "[[\"1\"]]")));

        assertFailed(
                ask(
                        target(),
                        new Limits(10, 4_095, Duration.ofSeconds(30)),
                        new Cancellation(),
                        new Rows()),
                ReasonCode.BYTES_EXCEEDED);
        assertThat(server.texts()).doesNotContain(SQL);
    }

    @Test
    void takesAKeyPair() {
        server.welcomingKey(keys.getPublic(), "ORG-ACCT", "READER");

        assertThat(askForOne(target(AuthMethod.KEY_PAIR, Map.of(SecretName.PRIVATE_KEY, pem))))
                .isInstanceOf(Outcome.Completed.class);
    }

    @Test
    void takesAKeyPairWithAPassphrase() {
        server.welcomingKey(keys.getPublic(), "ORG-ACCT", "READER");

        assertThat(
                        askForOne(
                                target(
                                        AuthMethod.KEY_PAIR,
                                        Map.of(
                                                SecretName.PRIVATE_KEY,
                                                sealedPem,
                                                SecretName.PRIVATE_KEY_PASSPHRASE,
                                                PASSPHRASE))))
                .isInstanceOf(Outcome.Completed.class);
    }

    @ParameterizedTest
    @CsvSource({"marker-wrong", "''"})
    void saysThatAKeyCannotBeRead(String passphrase) {
        Target target =
                target(
                        AuthMethod.KEY_PAIR,
                        Map.of(
                                SecretName.PRIVATE_KEY,
                                sealedPem,
                                SecretName.PRIVATE_KEY_PASSPHRASE,
                                passphrase));

        assertThatThrownBy(() -> new SnowflakeConnector().probe(target))
                .isInstanceOfSatisfying(
                        SluiceException.class,
                        e -> {
                            assertThat(e.details())
                                    .containsEntry("reason", "credential_unreadable");
                            assertThat(e).hasMessageNotContaining("marker-").hasNoCause();
                        });
    }

    @Test
    void refusesAnotherKeyPair() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2_048);
        server.welcomingKey(generator.generateKeyPair().getPublic(), "ORG-ACCT", "READER");

        assertUnavailable(
                askForOne(target(AuthMethod.KEY_PAIR, Map.of(SecretName.PRIVATE_KEY, pem))),
                "login_refused");
    }

    @Test
    void exchangesAClientsSecretForATokenAndASecondOneWhenTheFirstIsRefused() {
        server.welcoming("OAUTH", "marker-access-2"::equals);

        assertThat(
                        askForOne(
                                target(
                                        AuthMethod.OAUTH_CLIENT,
                                        Map.of(
                                                SecretName.CLIENT_SECRET,
                                                SnowflakeServer.CLIENT_SECRET))))
                .isInstanceOf(Outcome.Completed.class);
        assertThat(server.tokensIssued()).isEqualTo(2);
        assertThat(server.refusals()).isEqualTo(1);
    }

    @Test
    void exchangesARefreshToken() {
        server.welcoming("OAUTH", "marker-access-1"::equals);

        assertThat(
                        askForOne(
                                target(
                                        AuthMethod.OAUTH_REFRESH,
                                        Map.of(
                                                SecretName.CLIENT_SECRET,
                                                SnowflakeServer.CLIENT_SECRET,
                                                SecretName.REFRESH_TOKEN,
                                                "marker-refresh-8"))))
                .isInstanceOf(Outcome.Completed.class);
    }

    @Test
    void triesOnceMoreAndNotForever() {
        server.welcoming("OAUTH", _ -> false);

        assertUnavailable(
                askForOne(
                        target(
                                AuthMethod.OAUTH_CLIENT,
                                Map.of(SecretName.CLIENT_SECRET, SnowflakeServer.CLIENT_SECRET))),
                "login_refused");
        assertThat(server.refusals()).isEqualTo(2);
    }

    @Test
    void saysThatATokenIsNotTaken() {
        try (DriverLog log = new DriverLog()) {
            assertUnavailable(
                    askForOne(target(AuthMethod.TOKEN, Map.of(SecretName.TOKEN, "marker-old"))),
                    "login_refused");

            assertThat(log.lines()).noneMatch(line -> line.contains("marker-"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "422, 002003, 42S02, QUERY_FAILED",
        "422, 000604, 57014, TIMEOUT",
        "408, 000630, 57014, TIMEOUT",
        "422, 000606, 57P03, SOURCE_UNAVAILABLE",
        "503, x, x, TIMEOUT",
        "500, x, x, SOURCE_UNAVAILABLE"
    })
    void makesCodesOfTheServicesErrors(
            int status, String code, String sqlState, ReasonCode expected) {
        server.answering(
                planned(_ -> Reply.failure(status, code, sqlState, "marker-text of the service")));

        assertFailed(
                ask(
                        target(),
                        new Limits(10, 1 << 20, Duration.ofSeconds(3)),
                        new Cancellation(),
                        new Rows()),
                expected);
    }

    @Test
    void endsAStatementAtItsTime() {
        server.answering(planned(_ -> Reply.rows("x:fixed:0", "[[\"1\"]]").afterPolls(1_000_000)));

        assertFailed(
                ask(
                        target(),
                        new Limits(10, 1 << 20, Duration.ofSeconds(2)),
                        new Cancellation(),
                        new Rows()),
                ReasonCode.TIMEOUT);
        assertThat(server.cancelled()).containsExactly("01b2-2");
    }

    @Test
    void endsAStatementWhenCancelled() {
        Cancellation cancellation = new Cancellation();
        server.answering(
                planned(_ -> {
                    cancellation.cancel();
                    return Reply.rows("x:fixed:0", "[[\"1\"]]").afterPolls(1_000_000);
                }));

        // The request that starts the statement is let to its end, since it brings the handle.
        assertThat(ask(target(), Limits.DEFAULT, cancellation, new Rows()))
                .isInstanceOf(Outcome.Cancelled.class);
    }

    @Test
    void survivesGarbage() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        String good = Reply.rows("x:fixed:0 t:timestamp_tz:9", "[[\"1\",\"1.0 1440\"]]").body();
        for (int i = 0; i < 60; i++) {
            StringBuilder body = new StringBuilder(good);
            for (int changes = 0; changes < 4; changes++) {
                body.setCharAt(random.nextInt(body.length()), (char) (32 + random.nextInt(95)));
            }
            server.answering(planned(_ -> new Reply(200, body.toString(), 0, List.of())));

            assertThat(ask(target(), new Rows()))
                    .as("seed " + seed)
                    .isNotInstanceOf(Outcome.Cancelled.class);
        }
    }

    @Test
    void refusesAnAnswerWithoutEnd() {
        String row = "[\"" + "x".repeat(1_000) + "\"],";
        server.answering(planned(_ -> Reply.rows("x:text", "[" + row.repeat(17_000) + "[\"x\"]]")));

        assertFailed(ask(target(), new Rows()), ReasonCode.RESULT_TOO_LARGE);
    }

    @Test
    void readsWhatTheRoleMaySelect() {
        server.answering(_ ->
                Reply.rows(
                        "a:text b:text c:text d:text e:text f:text",
                        "[[\"PUBLIC\",\"ORDERS\",\"ID\",\"number(38,0)\",\"\",\"\"],"
                                + "[\"PUBLIC\",\"V\",\"ID\",\"text\",\"\",\"VIEW\"]]"));

        Schema schema = new SnowflakeConnector().readSchema(target());

        assertThat(schema.tables().get(new TableName("PUBLIC", "ORDERS")).columns())
                .containsExactly(new Schema.Column("ID", "number(38,0)", null));
        assertThat(schema.tables().get(new TableName("PUBLIC", "V")).lineage().kind())
                .isEqualTo(Schema.Kind.VIEW);
    }

    @Test
    void findsWhatTheRoleMayDo() {
        server.answering(sql ->
                sql.contains("CURRENT_VERSION")
                        ? Reply.rows(
                                "v:text r:text a:text n:fixed:0",
                                "[[\"9.34.1\",\"ACCOUNTADMIN\",\"192.0.2.9\",\"12\"]]")
                        : Reply.rows(
                                "o:text p:text g:text",
                                "[[\"PUBLIC.LOG\",\"INSERT\",\"READER\"],"
                                        + "[\"PUBLIC\",\"CREATE TABLE\",\"READER\"]]"));

        Probe probe = new SnowflakeConnector().probe(target());

        assertThat(probe.version()).isEqualTo("9.34.1");
        assertThat(probe.clientAddress()).isEqualTo("192.0.2.9");
        assertThat(probe.tables()).isEqualTo(12);
        assertThat(probe.powers())
                .extracting(power -> power.kind())
                .containsExactly(Kind.SUPERUSER, Kind.WRITE, Kind.CREATE);
        assertThat(probe.canWrite()).containsExactly("PUBLIC.LOG");
    }
}
