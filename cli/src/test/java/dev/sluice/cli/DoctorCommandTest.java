package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DoctorCommandTest {
    private FakeServer server;

    @BeforeEach
    void start() throws IOException {
        server = new FakeServer();
        server.on("GET /livez", 200, "{}");
        server.on("GET /readyz", 200, "{}");
        server.on("GET /api/v1/whoami", 200, "{\"user\":\"ana\"}");
        server.on("GET /api/v1/connections", 200, "{\"connections\":[{\"name\":\"shop\"}]}");
        server.on("POST /api/v1/connections/shop/test", 200, "{\"warnings\":[]}");
        server.on("GET /api/v1/policy", 200, "{\"version\":4,\"yaml\":\"version: 1\"}");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Ran doctor(String... more) {
        String[] arguments =
                more.length == 0 ? new String[] {"doctor"} : new String[] {"doctor", more[0]};
        return Ran.command(Map.of("SLUICE_URL", server.url(), "SLUICE_TOKEN", "t"), "", arguments);
    }

    @Test
    void everythingInOrderExitsWithZero() {
        Ran ran = doctor();

        assertThat(ran.exit()).as(ran.out()).isZero();
        assertThat(ran.out())
                .contains("ok    whoami: You are ana.")
                .contains("ok    connection shop: ")
                .contains("ok    policy: Version 4 is in force.")
                .doesNotContain("warn");
        assertThat(doctor("--json").json().path("ok").booleanValue()).isTrue();
    }

    @Test
    void aUserWhoCanWriteIsAWarningWithAdvice() {
        server.on(
                "POST /api/v1/connections/shop/test",
                200,
                "{\"warnings\":[\"The role may change tables. Grant it SELECT only.\"]}");

        Ran ran = doctor();

        assertThat(ran.exit()).isZero();
        assertThat(ran.out())
                .contains("warn  connection shop: The role may change tables.")
                .contains("--print-setup-sql");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    The connection is not encrypted.|Let the database offer TLS
                    The server's identity is not checked: use verify-full.|--tls verify-full --ca FILE
                    The password is weak: use at least 20 characters.|Change it in the database
                    """)
    void aWarningThatIsNotAboutTheRoleHasItsOwnAdvice(String warning, String advice) {
        server.on(
                "POST /api/v1/connections/shop/test", 200, "{\"warnings\":[\"" + warning + "\"]}");

        assertThat(doctor().out())
                .contains("warn  connection shop: " + warning)
                .contains(advice)
                .contains("'sluice db drop shop'")
                .doesNotContain("dedicated user");
    }

    @Test
    void aWarningOfTomorrowSpeaksForItself() {
        server.on(
                "POST /api/v1/connections/shop/test",
                200,
                "{\"warnings\":[\"The moon is full.\"]}");

        assertThat(doctor().out())
                .contains("warn  connection shop: The moon is full.\nok    policy");
    }

    @Test
    void aTokenThatIsRefusedIsOneFailureAndNotThree() {
        String refusal = "{\"error\":\"no\",\"code\":\"UNAUTHENTICATED\"}";
        server.on("GET /api/v1/whoami", 401, refusal);
        server.on("GET /api/v1/connections", 401, refusal);
        server.on("GET /api/v1/policy", 401, refusal);

        Ran ran = doctor();

        assertThat(ran.exit()).isEqualTo(1);
        assertThat(ran.out()).containsOnlyOnce("FAIL").contains("get a new one");
        assertThat(server.asked("GET /api/v1/policy")).isEmpty();
    }

    @Test
    void whatFailsSaysWhatToDoAndExitsWithOne() {
        server.on(
                "POST /api/v1/connections/shop/test",
                503,
                "{\"error\":\"No database.\",\"code\":\"SOURCE_UNAVAILABLE\"}");
        server.on("GET /readyz", 503, "{}");
        server.on("GET /api/v1/policy", 404, "{\"error\":\"none\",\"code\":\"NOT_FOUND\"}");

        Ran ran = doctor();

        assertThat(ran.exit()).isEqualTo(1);
        assertThat(ran.out())
                .contains("FAIL  ready: ")
                .contains("FAIL  connection shop: No database.")
                .contains("warn  policy: No policy was applied");
        assertThat(doctor("--json").json().path("ok").booleanValue()).isFalse();
    }

    @Test
    void anAnalystIsNotBlamedForWhatOnlyAnAdministratorSees() {
        String refusal = "{\"error\":\"no\",\"code\":\"INSUFFICIENT_SCOPE\"}";
        server.on("GET /api/v1/whoami", 403, refusal);
        server.on("GET /api/v1/connections", 403, refusal);
        server.on("GET /api/v1/policy", 403, refusal);

        assertThat(doctor().exit()).isZero();
    }

    @Test
    void withoutAServerOrATokenItStopsThere() {
        assertThat(Ran.command(Map.of("SLUICE_URL", "http://127.0.0.1:1"), "", "doctor"))
                .satisfies(ran -> {
                    assertThat(ran.exit()).isEqualTo(1);
                    assertThat(ran.out()).contains("FAIL  server: ").contains("sluice up");
                });
        assertThat(Ran.command(Map.of("SLUICE_URL", "x"), "", "doctor").out())
                .contains("FAIL  settings: SLUICE_URL");
        assertThat(Ran.command(Map.of("SLUICE_URL", server.url()), "", "doctor").out())
                .contains("FAIL  token: Not signed in");
    }
}
