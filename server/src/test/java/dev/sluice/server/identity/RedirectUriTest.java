package dev.sluice.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedirectUriTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://app.example.org/cb",
                "https://app.example.org:8443/cb?x=1",
                "http://127.0.0.1/cb",
                "http://[::1]:9/cb",
                "http://localhost/",
                "http://LOCALHOST:3000/cb",
                "cursor://anysphere.cursor-mcp/oauth/callback",
                "com.example.app:/cb"
            })
    void takesTheWebLoopbackAndPrograms(String uri) {
        assertThat(RedirectUri.parse(uri)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "cb",
                "/cb",
                "//app.example.org/cb",
                "http://app.example.org/cb",
                "http://127.0.0.2/cb",
                "http://127.0.0.1.example.org/",
                "http://localhost@evil.example/",
                "https://",
                "https://localhost/cb",
                "https://LocalHost:8443/cb",
                "https://localhost./cb",
                "https://app.localhost/cb",
                "https://127.0.0.1/cb",
                "https://127.1.2.3:443/cb",
                "https://0.0.0.0/cb",
                "https://[::1]/cb",
                "http://localhost./cb",
                "https://a.example/#x",
                "https://a.example/ x",
                "https://a.example\\@b.example/",
                "javascript:alert(1)",
                "JavaScript:alert(1)",
                "data:text/html,x",
                "vbscript:x",
                "file:///etc/passwd",
                "blob:https://a.example/x",
                "intent://x",
                "search-ms:query=x&crumb=location:%5C%5Cevil",
                "ms-msdt:/id",
                "itms-services://?action=download-manifest",
                "https://a.example/\u202egnp",
                "https://a.example/\u00e9"
            })
    void takesNothingElse(String uri) {
        assertThat(RedirectUri.parse(uri)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1/cb,http://127.0.0.1:5000/cb,true",
        "http://127.0.0.1:80/cb,http://127.0.0.1/cb,true",
        "http://localhost/cb,http://localhost:5000/cb,true",
        "http://[::1]/cb,http://[::1]:5000/cb,true",
        "http://localhost/cb,http://127.0.0.1/cb,false",
        "http://localhost/cb,http://localhost/cb/,false",
        "http://localhost/cb,http://localhost/cb?x,false",
        "http://LOCALHOST/cb,http://localhost:5000/cb,true",
        "http://localhost/cb,http://LocalHost:5000/cb,true",
        "https://a.example/cb,https://a.example:444/cb,false",
        "https://a.example/cb,https://A.example/cb,false",
        "https://a.example/cb,https://a.example/%63b,false",
        "cursor://x:1/cb,cursor://x:2/cb,false"
    })
    void matchesCharacterByCharacterButForALoopbackPort(
            String registered, String asked, boolean matches) {
        assertThat(new RedirectUri(asked).isOneOf(List.of(registered))).isEqualTo(matches);
    }

    @Test
    void knowsLoopbackInAnyCase() {
        assertThat(new RedirectUri("http://LOCALHOST:3000/cb").isLoopback()).isTrue();
        assertThat(new RedirectUri("https://app.example.org/cb").isLoopback()).isFalse();
        assertThat(new RedirectUri("cursor://localhost-like/cb").isLoopback()).isFalse();
    }

    @Test
    void showsThePlaceThatAPersonShouldLookAt() {
        assertThat(new RedirectUri("https://app.example.org/cb").place())
                .isEqualTo("app.example.org");
        assertThat(new RedirectUri("cursor://anysphere/cb").place()).isEqualTo("cursor:");
        assertThat(new RedirectUri("http://[::1]:9/cb").formAction()).isEqualTo("http:");
        assertThat(new RedirectUri("http://127.0.0.1:9/cb").formAction())
                .isEqualTo("http://127.0.0.1:9");
    }
}
