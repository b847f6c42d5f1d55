package dev.sluice.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

class AllowedHostsTest {
    private static final int PORT = 7433;

    private final AllowedHosts hosts =
            new AllowedHosts(
                    List.of(
                            URI.create("https://Data.example.org/some/path"),
                            URI.create("http://intern.example.org:8080")));

    @Test
    void allowsLoopbackNamesWithOurPort() {
        for (String name : List.of("localhost:7433", "127.0.0.1:7433", "[::1]:7433")) {
            assertThat(hosts.allowsHost(name, PORT)).as(name).isTrue();
            assertThat(hosts.allowsOrigin("http://" + name, PORT)).as(name).isTrue();
            assertThat(hosts.allowsOrigin("https://" + name, PORT)).as(name).isFalse();
        }
    }

    @Test
    void allowsPublicNamesWithAndWithoutTheirDefaultPort() {
        assertThat(hosts.allowsHost("data.example.org", PORT)).isTrue();
        assertThat(hosts.allowsHost("DATA.example.org:443", PORT)).isTrue();
        assertThat(hosts.allowsHost("intern.example.org:8080", PORT)).isTrue();
        assertThat(hosts.allowsHost("intern.example.org", PORT)).isFalse();
        assertThat(hosts.allowsOrigin("https://data.example.org", PORT)).isTrue();
        assertThat(hosts.allowsOrigin("http://data.example.org", PORT)).isFalse();
        assertThat(hosts.allowsOrigin("http://intern.example.org:8080", PORT)).isTrue();
    }

    @Test
    void refusesEverythingElse() {
        for (String name :
                List.of(
                        "",
                        "localhost",
                        "localhost:7434",
                        "localhost:07433",
                        "localhost.:7433",
                        "localhost:7433.evil.example",
                        "evil.example:7433",
                        "localhost:7433, evil.example",
                        "0.0.0.0:7433",
                        "127.0.0.2:7433",
                        "user@localhost:7433")) {
            assertThat(hosts.allowsHost(name, PORT)).as(name).isFalse();
            assertThat(hosts.allowsOrigin("http://" + name, PORT)).as(name).isFalse();
        }
        assertThat(hosts.allowsHost(null, PORT)).isFalse();
        assertThat(hosts.allowsOrigin("null", PORT)).isFalse();
        assertThat(hosts.allowsOrigin("", PORT)).isFalse();
    }

    @Test
    void doesNotAnswerUnderTheNamesOfOtherOrigins() {
        AllowedHosts withPages =
                new AllowedHosts(
                        List.of(URI.create("https://data.example.org")),
                        List.of(URI.create("https://chat.example.com")));

        assertThat(withPages.allowsOrigin("https://chat.example.com", PORT)).isTrue();
        assertThat(withPages.allowsHost("chat.example.com", PORT)).isFalse();
        assertThat(withPages.allowsHost("data.example.org", PORT)).isTrue();
    }

    @Test
    void allowsRequestsThatNoPageSent() {
        assertThat(hosts.allowsOrigin(null, PORT)).isTrue();
    }

    @Test
    void takesNamesWithoutThePortThatBrowsersLeaveOut() {
        assertThat(hosts.allowsHost("localhost", 80)).isTrue();
        assertThat(hosts.allowsOrigin("http://[::1]", 80)).isTrue();
        assertThat(hosts.allowsHost("evil.example", 80)).isFalse();
    }

    @Test
    void wantsWholeUrls() {
        assertThatThrownBy(() -> new AllowedHosts(List.of(URI.create("data.example.org"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("data.example.org");
    }
}
