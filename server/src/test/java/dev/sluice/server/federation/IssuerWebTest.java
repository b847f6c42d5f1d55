package dev.sluice.server.federation;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IssuerWebTest {
    private static final URI WITHIN = URI.create("http://10.0.0.7:8080/token");

    private final IssuerWeb web =
            new IssuerWeb(Set.of("http://10.0.0.7:8080", "https://id.internal"));

    @Test
    void anIssuerThatTheOperatorNamesHasEndpointsAtItsOwnOrigin() {
        assertThat(web.takes("http://10.0.0.7:8080/realms/corp", WITHIN)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://id.example.org",
                "https://id.internal",
                "http://10.0.0.7",
                "https://10.0.0.7:8080",
                "http://10.0.0.7:8080@id.example.org",
                "not an address"
            })
    void noOtherIssuerLeadsThere(String issuer) {
        assertThat(web.takes(issuer, WITHIN)).isFalse();
    }
}
