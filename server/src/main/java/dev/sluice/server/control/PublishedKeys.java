package dev.sluice.server.control;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import dev.sluice.server.identity.SigningKey;
import dev.sluice.server.identity.SigningKeys;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Our keys as a JWK set: all the public ones, and the private part of the one that signs. */
final class PublishedKeys implements JWKSource<SecurityContext> {
    private final SigningKeys keys;

    PublishedKeys(SigningKeys keys) {
        this.keys = keys;
    }

    @Override
    public List<JWK> get(JWKSelector selector, @Nullable SecurityContext context) {
        SigningKey current = keys.current();
        List<JWK> set = new ArrayList<>();
        keys.published()
                .forEach((id, key) -> {
                    RSAKey.Builder jwk = jwk(id, key);
                    set.add(
                            id.equals(current.id())
                                    ? jwk.privateKey(current.privateKey()).build()
                                    : jwk.build());
                });
        return selector.select(new JWKSet(set));
    }

    private static RSAKey.Builder jwk(String id, RSAPublicKey key) {
        return new RSAKey.Builder(key)
                .keyID(id)
                .keyUse(KeyUse.SIGNATURE)
                .algorithm(JWSAlgorithm.RS256);
    }
}
