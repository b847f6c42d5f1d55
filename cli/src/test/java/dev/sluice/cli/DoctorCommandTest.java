package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DoctorCommandTest {
    private FakeServer server;

    @BeforeEach
    void start() throws IOException {
        server = new FakeServer();
        server.on("GET /livez", 200, "{}");
        server.on("GET /readyz", 200, "{}");
        server.on("GET /api/v1/whoami", 200, "{\"user\":\"ana\"}");
        server.on("GET /api/v1/connections", 200, "{\"connections\":[{\"name\":\"shop\"}]}");
        server.on("POST /api/v1/connections/shop/test", 200, "{\"findings\":[]}");
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
    void whatWasFoundIsAWarningWithTheServersAdvice() {
        server.on(
                "POST /api/v1/connections/shop/test",
                200,
                """
                {"findings":[{"kind":"write","message":"The role may change tables: a.b.",
                "fix":["REVOKE INSERT ON a.b FROM u","REVOKE team FROM u"],"accepted":false},
                {"kind":"superuser","message":"It may all.","fix":[],"accepted":true}]}
                """);

        Ran ran = doctor();

        assertThat(ran.exit()).isZero();
        assertThat(ran.out())
                .contains(
                        """
                        warn  connection shop: The role may change tables: a.b.
                              REVOKE INSERT ON a.b FROM u
                              REVOKE team FROM u
                        warn  connection shop: It may all. An owner accepted this.
                        ok    policy\
                        """);
    }

    @Test
    void theAddressThatTheDatabaseSeesIsShown() {
        server.on(
                "POST /api/v1/connections/shop/test",
                200,
                "{\"findings\":[],\"probe\":{\"client_address\":\"203.0.113.7\","
                        + "\"read_only_replica\":true}}");

        assertThat(doctor().out())
                .contains("It sees us come from 203.0.113.7. It is a read-only replica.");
    }

    @Test
    void aDiagnosisSaysItsOwnFix() {
        server.on(
                "POST /api/v1/connections/shop/test",
                503,
                "{\"error\":\"No route.\",\"code\":\"SOURCE_UNAVAILABLE\",\"details\":"
                        + "{\"reason\":\"no_route\",\"fix\":\"Check the network.\"}}");

        assertThat(doctor().out())
                .contains("FAIL  connection shop: No route.\n      Check the network.\n");
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
