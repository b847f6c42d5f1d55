package dev.sluice.server.passkey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.server.access.PublicUrl;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RelyingPartyTest {
    @ParameterizedTest
    @CsvSource({
        "https://Sluice.example.org, sluice.example.org, https://sluice.example.org",
        "https://sluice.example.org:443, sluice.example.org, https://sluice.example.org",
        "https://sluice.example.org:8443, sluice.example.org, https://sluice.example.org:8443",
        "http://localhost:7433, localhost, http://localhost:7433",
        "http://a.localhost, a.localhost, http://a.localhost"
    })
    void isNamedAfterThePublicUrl(String url, String id, String origin) {
        assertThat(RelyingParty.of(PublicUrl.of(url))).contains(new RelyingParty(id, origin));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:7433",
                "https://192.0.2.1",
                "https://[::1]:7433",
                "http://sluice.example.org",
                "http://notlocalhost"
            })
    void isNobodyWhereBrowsersOfferNoPasskeys(String url) {
        assertThat(RelyingParty.of(PublicUrl.of(url))).isEmpty();
    }
}
