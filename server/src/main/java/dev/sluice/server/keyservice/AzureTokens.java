package dev.sluice.server.keyservice;

import dev.sluice.core.Secret;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;

/** Azure's access tokens: of an application (RFC 6749 section 4.4), or of the machine. */
final class AzureTokens {
    static final URI LOGIN = URI.create("https://login.microsoftonline.com");
    static final URI METADATA = URI.create("http://169.254.169.254");

    private static final String SERVICE = "Azure's sign-in";
    private static final String RESOURCE = "https://vault.azure.net";

    private AzureTokens() {}

    /** Of the machine that we run on. */
    static AccessTokens ofMachine(URI metadata, InstantSource clock, Duration answerMax) {
        URI uri =
                metadata.resolve(
                        "/metadata/identity/oauth2/token?api-version=2018-02-01&resource="
                                + encoded(RESOURCE));
        return new AccessTokens(
                new ServiceHttp(SERVICE, answerMax),
                http -> http.get(uri, Map.of("Metadata", "true")),
                clock);
    }

    /** Of an application of a directory. */
    static AccessTokens ofApplication(
            URI login,
            KeyServices.AzureApplication application,
            InstantSource clock,
            Duration answerMax) {
        URI uri = login.resolve("/" + application.tenant() + "/oauth2/v2.0/token");
        return new AccessTokens(
                new ServiceHttp(SERVICE, answerMax),
                http -> {
                    try (Secret secret = application.secret().get()) {
                        return http.postForm(
                                uri,
                                "grant_type=client_credentials&client_id="
                                        + encoded(application.client())
                                        + "&scope="
                                        + encoded(RESOURCE + "/.default")
                                        + "&client_secret="
                                        + encoded(
                                                new String(
                                                        secret.reveal(), StandardCharsets.UTF_8)));
                    }
                },
                clock);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
