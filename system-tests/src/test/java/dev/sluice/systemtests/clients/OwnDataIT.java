package dev.sluice.systemtests.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.systemtests.mcp.ProductServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

/** People download what is kept about them, and nobody else's. */
class OwnDataIT {
    @Test
    void isDownloadedFromTheAccountsPageAndRecorded() throws Exception {
        try (ProductServer product = new ProductServer();
                HttpClient nobody = HttpClient.newHttpClient();
                Person ana = Person.inTheShop(product, "ana@example.org");
                Person eve = Person.inTheShop(product, "eve@example.org")) {
            HttpResponse<String> stranger =
                    nobody.send(
                            HttpRequest.newBuilder(URI.create(product.url() + "/account/data"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            assertThat(stranger.statusCode()).isEqualTo(302);
            assertThat(stranger.headers().firstValue("Location").orElseThrow()).contains("/signin");

            HttpResponse<String> own = ana.openOwn("/account/data");
            assertThat(own.statusCode()).isEqualTo(200);
            assertThat(own.headers().firstValue("Content-Disposition").orElseThrow())
                    .startsWith("attachment;");
            assertThat(own.body())
                    .contains("ana@example.org", "session.started")
                    .doesNotContain("eve@example.org", "$2a$", "token_hash");
            assertThat(ana.openOwn("/account/data").body()).contains("account.exported");
            assertThat(eve.openOwn("/account/data").body()).doesNotContain("ana@example.org");
        }
    }
}
