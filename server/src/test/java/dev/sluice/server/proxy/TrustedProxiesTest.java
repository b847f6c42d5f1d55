package dev.sluice.server.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.address.AddressRange;
import java.net.InetAddress;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrustedProxiesTest {
    private static final InetAddress PROXY = InetAddress.ofLiteral("10.1.2.3");
    private static final TrustedProxies PROXIES =
            TrustedProxies.parse("10.0.0.0/8, 2001:db8:1::/48, 192.0.2.7");

    /** The client of one header line, or "none". */
    private static String client(InetAddress peer, List<String> lines) {
        return text(peer, lines, List.of());
    }

    private static String forwarded(String line) {
        return text(PROXY, List.of(), List.of(line));
    }

    private static String text(
            InetAddress peer, List<String> forwardedFor, List<String> forwarded) {
        return PROXIES.client(peer, forwardedFor, forwarded)
                .map(InetAddress::getHostAddress)
                .orElse("none");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    203.0.113.9                           | 203.0.113.9
                    1.1.1.1, 203.0.113.9                  | 203.0.113.9
                    203.0.113.9, 10.9.9.9                 | 203.0.113.9
                    1.1.1.1, 203.0.113.9, 192.0.2.7       | 203.0.113.9
                    203.0.113.9:4711, 10.9.9.9:80         | 203.0.113.9
                    2001:db8:2::1                         | 2001:db8:2:0:0:0:0:1
                    [2001:db8:2::1]:443, 2001:db8:1::5    | 2001:db8:2:0:0:0:0:1
                    ::ffff:203.0.113.9                    | 203.0.113.9
                    10.7.7.7, 10.8.8.8                    | 10.7.7.7
                    203.0.113.9, ,10.9.9.9                | none
                    unknown                               | none
                    203.0.113.9, unknown                  | none
                    203.0.113.9, 10.9.9.9, _hidden        | none
                    localhost                             | none
                    3405803785                            | none
                    203.0.113                             | none
                    203.0.113.999                         | none
                    203.0.113.9:http                      | none
                    fe80::1%eth0                          | none
                    [::1                                  | none
                    <script>                              | none
                    """)
    void takesTheFirstAddressFromTheEndThatIsNoProxy(String line, String client) {
        assertThat(client(PROXY, List.of(line))).isEqualTo(client);
    }

    @Test
    void readsTheLinesOfAHeaderInTheirOrder() {
        assertThat(client(PROXY, List.of("1.1.1.1", "203.0.113.9", "10.9.9.9")))
                .isEqualTo("203.0.113.9");
    }

    @Test
    void believesNobodyElse() {
        assertThat(client(InetAddress.ofLiteral("203.0.113.1"), List.of("1.1.1.1")))
                .isEqualTo("none");
        assertThat(client(InetAddress.ofLiteral("::1"), List.of("1.1.1.1"))).isEqualTo("none");
        assertThat(TrustedProxies.NONE.client(PROXY, List.of("1.1.1.1"), List.of())).isEmpty();
        assertThat(client(PROXY, List.of())).isEqualTo("none");
        assertThat(client(PROXY, List.of(""))).isEqualTo("none");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    for=203.0.113.9                                       | 203.0.113.9
                    For="203.0.113.9:80";proto=https;by=10.0.0.1          | 203.0.113.9
                    proto=http; for="[2001:db8:2::1]:4711"                | 2001:db8:2:0:0:0:0:1
                    for=1.1.1.1;by="a,b", for=203.0.113.9, for=10.9.9.9   | 203.0.113.9
                    for="1.1.1.1, for=2.2.2.2                             | none
                    for=unknown                                           | none
                    for="_secret"                                         | none
                    for="1.1.1.1\\"                                        | none
                    by=10.0.0.1                                           | none
                    """)
    void readsTheStandardHeader(String line, String client) {
        assertThat(forwarded(line)).isEqualTo(client);
    }

    @Test
    void believesNeitherHeaderWhereTheyDisagree() {
        List<String> theirs = List.of("203.0.113.9");
        assertThat(text(PROXY, theirs, List.of("for=203.0.113.9"))).isEqualTo("203.0.113.9");
        assertThat(text(PROXY, theirs, List.of("for=1.1.1.1"))).isEqualTo("none");
        assertThat(text(PROXY, theirs, List.of("by=1.1.1.1"))).isEqualTo("none");
    }

    @Test
    void followsNoEndlessChain() {
        String hop = "10.9.9.9";
        List<String> longest = Collections.nCopies(TrustedProxies.HOPS_MAX, hop);
        assertThat(client(PROXY, longest)).isEqualTo(hop);
        assertThat(client(PROXY, Collections.nCopies(TrustedProxies.HOPS_MAX + 1, hop)))
                .isEqualTo("none");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0/0",
                "::/0",
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "10.0.0.0/+8",
                "10.0.0.0/",
                "10.0.0.0/8/8",
                "10.0.0",
                "proxy.example.org",
                "[::1]",
                "10.0.0.0/8 192.0.2.7"
            })
    void refusesWhatIsNoRange(String text) {
        assertThatThrownBy(() -> TrustedProxies.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(text);
    }

    @Test
    void refusesTooManyRanges() {
        assertThatThrownBy(() -> TrustedProxies.parse("10.0.0.1,".repeat(65)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(TrustedProxies.parse("").isEmpty()).isTrue();
        assertThat(TrustedProxies.parse(" , ").isEmpty()).isTrue();
    }

    @Test
    void comparesTheBitsThatCount() {
        AddressRange range = AddressRange.parse("172.16.0.0/12").orElseThrow();
        assertThat(range.contains(InetAddress.ofLiteral("172.31.255.255"))).isTrue();
        assertThat(range.contains(InetAddress.ofLiteral("172.32.0.0"))).isFalse();
        assertThat(range.contains(InetAddress.ofLiteral("2001:db8::1"))).isFalse();
    }
}
