package dev.sluice.server.control;

import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import dev.sluice.server.control.ControlPlane.Parts;
import dev.sluice.server.identity.Clients;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.oauth2.jwt.NimbusJwtEncoder;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.oauth2.server.authorization.token.JwtGenerator;

/** What Spring's authorization server works with: our clients, our tokens, our keys. */
@Configuration(proxyBeanMethods = false)
class AuthorizationServerConfiguration {
    static final String TOKEN = "/oauth2/token";
    static final String REVOKE = "/oauth2/revoke";
    static final String INTROSPECT = "/oauth2/introspect";
    static final String DEVICE = "/oauth2/device_authorization";
    static final String PUSH = "/oauth2/par";
    static final String REGISTER = "/oauth2/register";
    static final String JWKS = "/oauth2/jwks";

    static final String DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code";

    private final Parts parts;

    AuthorizationServerConfiguration(Parts parts) {
        this.parts = parts;
    }

    @Bean
    AuthorizationServerSettings authorizationServerSettings() {
        return AuthorizationServerSettings.builder()
                .issuer(parts.url().issuer())
                .tokenEndpoint(TOKEN)
                .tokenRevocationEndpoint(REVOKE)
                .tokenIntrospectionEndpoint(INTROSPECT)
                .deviceAuthorizationEndpoint(DEVICE)
                .pushedAuthorizationRequestEndpoint(PUSH)
                .jwkSetEndpoint(JWKS)
                .build();
    }

    @Bean
    RegisteredClientRepository registeredClients() {
        return new StoredClients(parts.identity().clients());
    }

    @Bean
    OAuth2AuthorizationService authorizations() {
        return new StoredAuthorizations(
                parts.identity().tokens(),
                parts.identity().delegation().grants(),
                registeredClients());
    }

    @Bean
    JWKSource<SecurityContext> jwkSource() {
        return new PublishedKeys(parts.identity().signingKeys());
    }

    @Bean
    JwtGenerator tokenGenerator() {
        JwtGenerator generator = new JwtGenerator(new NimbusJwtEncoder(jwkSource()));
        generator.setClock(parts.clock().withZone(ZoneOffset.UTC));
        generator.setJwtCustomizer(
                new AccessTokenShape(parts.url(), parts.identity().signingKeys()));
        return generator;
    }

    /** Compares client secrets with their hashes; it never makes one. */
    @Bean
    PasswordEncoder clientSecrets() {
        return new PasswordEncoder() {
            @Override
            public String encode(@Nullable CharSequence secret) {
                throw new IllegalStateException("client secrets are made by Clients");
            }

            @Override
            public boolean matches(@Nullable CharSequence secret, @Nullable String hash) {
                return secret != null && hash != null && Clients.matches(secret.toString(), hash);
            }
        };
    }
}
