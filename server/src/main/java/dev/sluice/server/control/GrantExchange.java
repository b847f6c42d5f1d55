package dev.sluice.server.control;

import dev.sluice.core.ReasonCode;
import dev.sluice.core.Secret;
import dev.sluice.core.SluiceException;
import dev.sluice.server.identity.AccessToken;
import dev.sluice.server.identity.DeviceRequests;
import dev.sluice.server.identity.DeviceRequests.Poll;
import dev.sluice.server.identity.ExternalStanding;
import dev.sluice.server.identity.Grant;
import dev.sluice.server.identity.Grants;
import dev.sluice.server.identity.Grants.Presented;
import dev.sluice.server.identity.Grants.RefreshToken;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2RefreshToken;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AccessTokenAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationGrantAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2DeviceCodeAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2RefreshTokenAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.context.AuthorizationServerContextHolder;
import org.springframework.security.oauth2.server.authorization.token.DefaultOAuth2TokenContext;
import org.springframework.security.oauth2.server.authorization.token.JwtGenerator;

/**
 * Exchanges a code, a refresh token or a device code for tokens (RFC 6749 sections 4.1.3 and 6, RFC
 * 8628 section 3.4). What each is worth is decided in one transaction by {@link Grants} and {@link
 * DeviceRequests}; Spring reads the request and writes the answer.
 */
final class GrantExchange implements AuthenticationProvider {
    private static final Logger LOG = LoggerFactory.getLogger(GrantExchange.class);

    private final Grants grants;
    private final DeviceRequests devices;
    private final JwtGenerator generator;
    private final ExternalStanding standing;

    GrantExchange(
            Grants grants,
            DeviceRequests devices,
            JwtGenerator generator,
            ExternalStanding standing) {
        this.standing = standing;
        this.grants = grants;
        this.devices = devices;
        this.generator = generator;
    }

    @Override
    public boolean supports(Class<?> request) {
        return request == OAuth2AuthorizationCodeAuthenticationToken.class
                || request == OAuth2RefreshTokenAuthenticationToken.class
                || request == OAuth2DeviceCodeAuthenticationToken.class;
    }

    @Override
    public Authentication authenticate(Authentication authentication) {
        var request = (OAuth2AuthorizationGrantAuthenticationToken) authentication;
        if (!(request.getPrincipal() instanceof OAuth2ClientAuthenticationToken caller)
                || caller.getRegisteredClient() == null) {
            throw new OAuth2AuthenticationException("invalid_client");
        }
        RegisteredClient client = caller.getRegisteredClient();
        if (!client.getAuthorizationGrantTypes().contains(request.getGrantType())) {
            throw new OAuth2AuthenticationException("unauthorized_client");
        }
        return switch (request) {
            case OAuth2AuthorizationCodeAuthenticationToken code ->
                    issue(code, caller, redeem(code, client), Set.of());
            case OAuth2DeviceCodeAuthenticationToken code ->
                    issue(
                            code,
                            caller,
                            granted(devices.poll(code.getDeviceCode(), client.getClientId())),
                            Set.of());
            case OAuth2RefreshTokenAuthenticationToken refresh ->
                    issue(refresh, caller, refresh(refresh, client), refresh.getScopes());
            default -> throw new OAuth2AuthenticationException("unsupported_grant_type");
        };
    }

    private Grant redeem(OAuth2AuthorizationCodeAuthenticationToken code, RegisteredClient client) {
        Object verifier = code.getAdditionalParameters().get("code_verifier");
        if (!(verifier instanceof String text) || text.isBlank()) {
            throw new OAuth2AuthenticationException("invalid_grant");
        }
        return grants.redeem(
                        code.getCode(),
                        new Presented(client.getClientId(), code.getRedirectUri(), text))
                .orElseThrow(() -> new OAuth2AuthenticationException("invalid_grant"));
    }

    private Grant refresh(OAuth2RefreshTokenAuthenticationToken refresh, RegisteredClient client) {
        Optional<RefreshToken> known = grants.find(refresh.getRefreshToken());
        boolean tooMuch =
                known.filter(token -> !token.scopes().containsAll(refresh.getScopes())).isPresent();
        if (tooMuch) { // said before the token is spent
            throw new OAuth2AuthenticationException("invalid_scope");
        }
        known.filter(token -> token.usable() && token.client().equals(client.getClientId()))
                .ifPresent(token -> requireStanding(token.account()));
        return grants.refresh(refresh.getRefreshToken(), client.getClientId())
                .orElseThrow(() -> new OAuth2AuthenticationException("invalid_grant"));
    }

    /** Also before the token is spent: the client may ask again when nobody could tell. */
    private void requireStanding(UUID account) {
        switch (standing.of(account)) {
            case STANDS -> {}
            case ENDED -> throw new OAuth2AuthenticationException("invalid_grant");
            case UNKNOWN ->
                    throw new SluiceException(
                            ReasonCode.ISSUER_UNAVAILABLE,
                            "The person's identity provider cannot be asked; try again.");
        }
    }

    private static Grant granted(Poll poll) {
        return switch (poll) {
            case Poll.Granted granted -> granted.grant();
            case Poll.Pending _ -> throw new OAuth2AuthenticationException("authorization_pending");
            case Poll.SlowDown _ -> throw new OAuth2AuthenticationException("slow_down");
            case Poll.Denied _ -> throw new OAuth2AuthenticationException("access_denied");
            case Poll.Expired _ -> throw new OAuth2AuthenticationException("expired_token");
            case Poll.Unknown _ -> throw new OAuth2AuthenticationException("invalid_grant");
        };
    }

    private OAuth2AccessTokenAuthenticationToken issue(
            OAuth2AuthorizationGrantAuthenticationToken request,
            OAuth2ClientAuthenticationToken caller,
            Grant grant,
            Set<String> asked) {
        Set<String> scopes = new LinkedHashSet<>(grant.liveScopes());
        if (!asked.isEmpty()) {
            scopes.retainAll(asked);
        }
        if (scopes.isEmpty()) {
            throw new OAuth2AuthenticationException("invalid_grant");
        }
        RegisteredClient client = Objects.requireNonNull(caller.getRegisteredClient());
        Jwt jwt = token(request, client, grant, scopes);
        OAuth2RefreshToken refresh = record(jwt, grant);
        LOG.atInfo()
                .addKeyValue("client", grant.client())
                .addKeyValue("grant", grant.id())
                .addKeyValue("token", jwt.getId())
                .log("An access token was issued");
        OAuth2AccessToken access =
                new OAuth2AccessToken(
                        OAuth2AccessToken.TokenType.BEARER,
                        jwt.getTokenValue(),
                        jwt.getIssuedAt(),
                        jwt.getExpiresAt(),
                        scopes);
        boolean refreshes =
                client.getAuthorizationGrantTypes().contains(AuthorizationGrantType.REFRESH_TOKEN);
        return new OAuth2AccessTokenAuthenticationToken(
                client, caller, access, refreshes ? refresh : null, Map.of());
    }

    private Jwt token(
            OAuth2AuthorizationGrantAuthenticationToken request,
            RegisteredClient client,
            Grant grant,
            Set<String> scopes) {
        return Objects.requireNonNull(
                generator.generate(
                        DefaultOAuth2TokenContext.builder()
                                .registeredClient(client)
                                .principal(
                                        UsernamePasswordAuthenticationToken.authenticated(
                                                grant, null, List.of()))
                                .authorizationServerContext(
                                        AuthorizationServerContextHolder.getContext())
                                .tokenType(OAuth2TokenType.ACCESS_TOKEN)
                                .authorizedScopes(scopes)
                                .authorizationGrantType(request.getGrantType())
                                .authorizationGrant(request)
                                .build()));
    }

    private OAuth2RefreshToken record(Jwt jwt, Grant grant) {
        Instant issuedAt = Objects.requireNonNull(jwt.getIssuedAt());
        AccessToken token =
                new AccessToken(
                        Objects.requireNonNull(jwt.getId()),
                        grant.tenant(),
                        grant.client(),
                        grant.account().toString(),
                        text(jwt.getHeaders().get("kid")),
                        issuedAt,
                        Objects.requireNonNull(jwt.getExpiresAt()),
                        false);
        try (Secret refresh =
                grants.record(token, jwt.getTokenValue(), grant.id())
                        .orElseThrow(() -> new OAuth2AuthenticationException("invalid_grant"))) {
            return new OAuth2RefreshToken(
                    new String(refresh.reveal(), StandardCharsets.US_ASCII),
                    issuedAt,
                    issuedAt.plus(Grants.REFRESH_TOKEN_LIFETIME));
        }
    }

    private static String text(@Nullable Object header) {
        return Objects.requireNonNull(header).toString();
    }
}
