package dev.sluice.server.control;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** An identity provider that says what a test wants said, true or not. */
final class FakeIssuer implements AutoCloseable {
    /** How an ID token is signed. */
    enum Signature {
        RS256,
        ES256,
        HS256,
        NONE,
        STRANGER
    }

    private final HttpServer server;
    private final Supplier<Instant> now;
    private final RSAKey stranger = rsa("rsa-1");
    private RSAKey rsa = rsa("rsa-1");
    private final ECKey ec;

    final String url;
    final List<Map<String, String>> forms = new ArrayList<>();
    final List<String> authorizations = new ArrayList<>();
    final Map<String, Object> metadata = new LinkedHashMap<>();

    /** What the next token says on top of what is right; null takes a claim away. */
    final Map<String, @Nullable Object> claims = new HashMap<>();

    Signature signature = Signature.RS256;
    String subject = "sub-1";
    String clientId = "sluice";

    /** The status and body of the token endpoint in place of tokens, null for tokens. */
    @Nullable String failure;

    int keysRead;

    private @Nullable String nonce;

    FakeIssuer(Supplier<Instant> now) throws Exception {
        this.now = now;
        this.ec = new ECKeyGenerator(Curve.P_256).keyID("ec-1").generate();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        url = "http://127.0.0.1:" + server.getAddress().getPort();
        metadata.put("issuer", url);
        metadata.put("authorization_endpoint", url + "/authorize");
        metadata.put("token_endpoint", url + "/token");
        metadata.put("jwks_uri", url + "/keys");
        metadata.put("scopes_supported", List.of("openid", "offline_access"));
        server.createContext(
                "/.well-known/openid-configuration", exchange -> answer(exchange, 200, metadata));
        server.createContext("/keys", this::keys);
        server.createContext("/token", this::token);
        server.start();
    }

    void rotateKeys() {
        rsa = rsa("rsa-2");
    }

    /** What the issuer does once somebody has signed in there: back to us with a code. */
    Map<String, String> signIn(URI asked) {
        Map<String, String> query = fields(asked.getRawQuery());
        nonce = query.get("nonce");
        return query;
    }

    private void keys(HttpExchange exchange) throws IOException {
        keysRead++;
        List<JWK> keys = List.of(rsa.toPublicJWK(), ec.toPublicJWK());
        answer(exchange, 200, new JWKSet(keys).toJSONObject());
    }

    private void token(HttpExchange exchange) throws IOException {
        String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        forms.add(fields(form));
        authorizations.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
        if (failure != null) {
            answer(exchange, 400, Map.of("error", failure));
            return;
        }
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("access_token", "opaque");
        body.put("token_type", "Bearer");
        body.put("refresh_token", "issuer-refresh-" + forms.size());
        body.put("id_token", idToken("refresh_token".equals(fields(form).get("grant_type"))));
        answer(exchange, 200, body);
    }

    private String idToken(boolean refreshed) {
        Instant issued = now.get();
        JWTClaimsSet.Builder set =
                new JWTClaimsSet.Builder()
                        .issuer(url)
                        .subject(subject)
                        .audience(clientId)
                        .issueTime(Date.from(issued))
                        .expirationTime(Date.from(issued.plusSeconds(300)))
                        .claim("auth_time", issued.getEpochSecond())
                        .claim("email_verified", true);
        if (!refreshed) {
            set.claim("nonce", nonce);
        }
        claims.forEach(set::claim);
        JWTClaimsSet said = set.build();
        try {
            return switch (signature) {
                case RS256 ->
                        signed(JWSAlgorithm.RS256, rsa.getKeyID(), new RSASSASigner(rsa), said);
                case ES256 -> signed(JWSAlgorithm.ES256, "ec-1", new ECDSASigner(ec), said);
                case STRANGER ->
                        signed(
                                JWSAlgorithm.RS256,
                                rsa.getKeyID(),
                                new RSASSASigner(stranger),
                                said);
                // The classic confusion: the public key, taken for a secret that both know.
                case HS256 ->
                        signed(
                                JWSAlgorithm.HS256,
                                rsa.getKeyID(),
                                new MACSigner(rsa.toRSAPublicKey().getEncoded()),
                                said);
                case NONE -> new PlainJWT(said).serialize();
            };
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String signed(
            JWSAlgorithm algorithm, String key, JWSSigner signer, JWTClaimsSet claims)
            throws JOSEException {
        SignedJWT token =
                new SignedJWT(new JWSHeader.Builder(algorithm).keyID(key).build(), claims);
        token.sign(signer);
        return token.serialize();
    }

    private static RSAKey rsa(String id) {
        try {
            return new RSAKeyGenerator(2048).keyID(id).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    static Map<String, String> fields(String text) {
        Map<String, String> fields = new HashMap<>();
        for (String pair : text.split("&", -1)) {
            int equals = pair.indexOf('=');
            fields.put(
                    pair.substring(0, equals),
                    URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
        }
        return fields;
    }

    private static void answer(HttpExchange exchange, int status, Object body) throws IOException {
        byte[] bytes = JsonMapper.shared().writeValueAsBytes(body);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        try (var out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
