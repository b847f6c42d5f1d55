package dev.sluice.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.server.config.Setting;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** Whom the limits count, and what is shown to people, behind a proxy and without one. */
class TrustedProxiesIT {
    /** What one address may register at once. */
    private static final int BURST = 20;

    private static final String URL = "https://sluice.example.org";

    @Test
    void countsTheClientsOfATrustedProxyEachForItself() throws Exception {
        try (Site site = Site.start(Map.of(Setting.TRUSTED_PROXIES, "127.0.0.0/8"));
                HttpClient http = HttpClient.newHttpClient()) {
            for (int i = 0; i < BURST; i++) {
                assertThat(register(http, site, "203.0.113." + i + ", 198.51.100.7"))
                        .isEqualTo(400);
            }
            assertThat(register(http, site, "198.51.100.7")).isEqualTo(429);
            assertThat(register(http, site, "198.51.100.8")).isEqualTo(400);
        }
    }

    @Test
    void doesNotBelieveTheHeadersOfAnybodyElse() throws Exception {
        try (Site site = Site.start(Map.of(Setting.TRUSTED_PROXIES, "192.0.2.1"));
                HttpClient http = HttpClient.newHttpClient()) {
            for (int i = 0; i < BURST; i++) {
                assertThat(register(http, site, "203.0.113." + i)).isEqualTo(400);
            }
            assertThat(register(http, site, "203.0.113.200")).isEqualTo(429);
        }
    }

    @Test
    void showsWhereADeviceIsWhereAProxySaysSo() throws Exception {
        Map<Setting, String> settings =
                Map.of(Setting.TRUSTED_PROXIES, "127.0.0.1", Setting.PUBLIC_URL, URL);
        try (Site site = Site.start(settings);
                HttpClient http = HttpClient.newHttpClient()) {
            assertThat(placeOfADevice(http, site, "X-Forwarded-For", "203.0.113.9"))
                    .isEqualTo("203.0.113.9");
            assertThat(placeOfADevice(http, site, "Forwarded", "for=\"[2001:db8::7]:4711\""))
                    .isEqualTo("[2001:db8:0:0:0:0:0:7]");
            assertThat(placeOfADevice(http, site, "X-Forwarded-For", "unknown"))
                    .contains("cannot see");
        }
    }

    @Test
    void takesNeitherSchemeNorNameFromAProxy() throws Exception {
        try (Site site = Site.start(Map.of(Setting.TRUSTED_PROXIES, "127.0.0.1"));
                HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> answer =
                    http.send(
                            HttpRequest.newBuilder(
                                            site.here("/.well-known/oauth-authorization-server"))
                                    .header("X-Forwarded-For", "203.0.113.9")
                                    .header("X-Forwarded-Host", "evil.example.org")
                                    .header("X-Forwarded-Proto", "https")
                                    .header("Forwarded", "for=203.0.113.9;host=evil.example.org")
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            assertThat(answer.body()).contains(site.url()).doesNotContain("evil", "https:");
        }
    }

    /** Without metadata: it is refused, and counts. */
    private static int register(HttpClient http, Site site, String forwardedFor) throws Exception {
        return http.send(
                        HttpRequest.newBuilder(site.here("/oauth2/register"))
                                .header("Content-Type", "application/json")
                                .header("X-Forwarded-For", forwardedFor)
                                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                                .build(),
                        HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private static String placeOfADevice(HttpClient http, Site site, String header, String value)
            throws Exception {
        HttpResponse<String> answer =
                http.send(
                        HttpRequest.newBuilder(site.here("/oauth2/device_authorization"))
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .header(header, value)
                                .POST(HttpRequest.BodyPublishers.ofString("client_id=sluice-cli"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        String code = new JsonMapper().readTree(answer.body()).path("user_code").asString();
        return site.identity().delegation().devices().waiting(code).orElseThrow().place();
    }
}
