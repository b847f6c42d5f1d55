package dev.sluice.systemtests;

import dev.sluice.core.Secret;
import dev.sluice.server.identity.Account;
import dev.sluice.server.identity.Actor;
import dev.sluice.server.identity.Clients;
import dev.sluice.server.identity.Grants;
import dev.sluice.server.identity.Methods;
import dev.sluice.server.identity.Proof;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.json.JsonMapper;

/** The token of an owner who has just signed in and let a program act for them. */
final class OwnerToken {
    private static final String REDIRECT = "http://127.0.0.1/cb";
    private static final String VERIFIER = "a-verifier-of-forty-three-characters-or-so-0";

    private OwnerToken() {}

    static String of(Site site, String email) throws Exception {
        Account owner;
        try (Secret password = Secret.takingOver(Site.PASSWORD.toCharArray())) {
            owner = site.identity().accounts().createOwner(site.tenant(), email, password);
        }
        var program =
                site.identity()
                        .clients()
                        .createPublic(
                                new Clients.NewClient(
                                        site.tenant(),
                                        "Program of " + email,
                                        Set.of("admin"),
                                        List.of(REDIRECT)),
                                Actor.OPERATOR);
        Grants.Consent consent =
                new Grants.Consent(
                        program.id(),
                        site.tenant(),
                        owner.id(),
                        List.of("admin"),
                        new Proof(Methods.of(List.of("pwd")), Instant.now()));
        byte[] hash =
                MessageDigest.getInstance("SHA-256")
                        .digest(VERIFIER.getBytes(StandardCharsets.US_ASCII));
        String challenge = Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        try (Secret code =
                        site.identity()
                                .delegation()
                                .grants()
                                .authorize(consent, REDIRECT, challenge);
                HttpClient http = HttpClient.newHttpClient()) {
            String form =
                    "grant_type=authorization_code&client_id="
                            + program.id()
                            + "&code_verifier="
                            + VERIFIER
                            + "&redirect_uri="
                            + URLEncoder.encode(REDIRECT, StandardCharsets.UTF_8)
                            + "&code="
                            + new String(code.reveal(), StandardCharsets.US_ASCII);
            HttpResponse<String> answer =
                    http.send(
                            HttpRequest.newBuilder(URI.create(site.at("/oauth2/token")))
                                    .header("Content-Type", "application/x-www-form-urlencoded")
                                    .POST(HttpRequest.BodyPublishers.ofString(form))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IllegalStateException(answer.body());
            }
            return JsonMapper.shared().readTree(answer.body()).path("access_token").asString();
        }
    }
}
