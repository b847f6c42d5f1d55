package dev.sluice.server.exchange;

import com.nimbusds.jwt.SignedJWT;
import dev.sluice.core.TenantId;
import dev.sluice.server.identity.AccessToken;
import dev.sluice.server.identity.Client;
import dev.sluice.server.identity.Clients;
import dev.sluice.server.identity.Exchanges;
import dev.sluice.server.identity.Exchanges.Subject;
import dev.sluice.server.identity.Tokens;
import java.text.ParseException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AccessTokenAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.context.AuthorizationServerContextHolder;
import org.springframework.security.oauth2.server.authorization.token.DefaultOAuth2TokenContext;
import org.springframework.security.oauth2.server.authorization.token.JwtGenerator;

/**
 * Gives an agent's client, for a person's access token, one that speaks for the person and says who
 * acts (RFC 8693). It holds no scope that the person's token lacks, does not outlive it, ends with
 * it, and comes without a refresh token.
 *
 * <p>Whatever is wrong with the subject's or the actor's token is answered in one way (section
 * 2.2.2), so that nobody learns which tokens there are.
 */
public final class TokenExchange implements AuthenticationProvider {
    private static final Logger LOG = LoggerFactory.getLogger(TokenExchange.class);

    private final Clients clients;
    private final Tokens tokens;
    private final Exchanges exchanges;
    private final JwtGenerator generator;

    /**
     * Issues what the generator makes of a {@link Delegated}.
     *
     * @param clients says which agent a client is
     * @param tokens says what an actor's token stands for
     */
    public TokenExchange(
            Clients clients, Tokens tokens, Exchanges exchanges, JwtGenerator generator) {
        this.clients = clients;
        this.tokens = tokens;
        this.exchanges = exchanges;
        this.generator = generator;
    }

    @Override
    public boolean supports(Class<?> request) {
        return request == ExchangeRequest.class;
    }

    @Override
    public Authentication authenticate(Authentication authentication) {
        ExchangeRequest request = (ExchangeRequest) authentication;
        if (!(request.getPrincipal() instanceof OAuth2ClientAuthenticationToken caller)
                || caller.getRegisteredClient() == null) {
            throw new OAuth2AuthenticationException("invalid_client");
        }
        Client client =
                clients.find(caller.getRegisteredClient().getClientId())
                        .filter(TokenExchange::mayExchange)
                        .orElseThrow(
                                () -> new OAuth2AuthenticationException("unauthorized_client"));
        TenantId tenant = Objects.requireNonNull(client.tenant());
        Subject subject =
                exchanges
                        .subject(request.subjectToken(), tenant)
                        .orElseThrow(ExchangeRequestReader::invalid);
        String actor = request.actorToken();
        if (actor != null && !speaksFor(client, actor)) {
            throw ExchangeRequestReader.invalid();
        }
        Set<String> scopes = scopes(request, client, subject);
        Jwt jwt = generate(request, caller.getRegisteredClient(), subject, scopes);
        record(jwt, client, subject);
        return answer(caller, jwt, scopes);
    }

    private static boolean mayExchange(Client client) {
        return client.tenant() != null
                && client.use().agent() != null
                && !client.isPublic()
                && client.use().grants().contains(Clients.TOKEN_EXCHANGE);
    }

    /** The actor is the client that asks, and nobody else. */
    private boolean speaksFor(Client client, String actorToken) {
        return tokens.find(actorToken)
                .filter(token -> token.subject().equals(client.id()))
                .filter(token -> tokens.stands(token.id()))
                .isPresent();
    }

    private static Set<String> scopes(ExchangeRequest request, Client client, Subject subject) {
        Set<String> scopes = new LinkedHashSet<>(scopesOf(request.subjectToken()));
        scopes.retainAll(client.scopes());
        scopes.retainAll(subject.grant().liveScopes());
        if (!scopes.containsAll(request.scopes())) {
            throw new OAuth2AuthenticationException("invalid_scope");
        }
        if (!request.scopes().isEmpty()) {
            scopes.retainAll(request.scopes());
        }
        if (scopes.isEmpty()) {
            throw new OAuth2AuthenticationException("invalid_scope");
        }
        return scopes;
    }

    /** Of a token that was found to be ours by its hash. */
    private static List<String> scopesOf(String text) {
        try {
            String scope = SignedJWT.parse(text).getJWTClaimsSet().getStringClaim("scope");
            return scope == null ? List.of() : List.of(scope.split(" "));
        } catch (ParseException e) {
            throw new IllegalStateException("a token that we issued cannot be parsed", e);
        }
    }

    private Jwt generate(
            ExchangeRequest request, RegisteredClient client, Subject subject, Set<String> scopes) {
        Delegated delegated = new Delegated(subject.grant(), subject.expiresAt());
        return Objects.requireNonNull(
                generator.generate(
                        DefaultOAuth2TokenContext.builder()
                                .registeredClient(client)
                                .principal(
                                        UsernamePasswordAuthenticationToken.authenticated(
                                                delegated, null, List.of()))
                                .authorizationServerContext(
                                        AuthorizationServerContextHolder.getContext())
                                .tokenType(OAuth2TokenType.ACCESS_TOKEN)
                                .authorizedScopes(scopes)
                                .authorizationGrantType(ExchangeRequest.GRANT)
                                .authorizationGrant(request)
                                .build()));
    }

    private void record(Jwt jwt, Client client, Subject subject) {
        AccessToken token =
                new AccessToken(
                        Objects.requireNonNull(jwt.getId()),
                        subject.grant().tenant(),
                        client.id(),
                        subject.grant().account().toString(),
                        Objects.requireNonNull(jwt.getHeaders().get("kid")).toString(),
                        Objects.requireNonNull(jwt.getIssuedAt()),
                        Objects.requireNonNull(jwt.getExpiresAt()),
                        false);
        if (!exchanges.record(token, jwt.getTokenValue(), subject)) {
            throw ExchangeRequestReader.invalid();
        }
        LOG.atInfo()
                .addKeyValue("client", client.id())
                .addKeyValue("subject_token", subject.token())
                .addKeyValue("token", jwt.getId())
                .log("An access token was exchanged");
    }

    private static Authentication answer(
            OAuth2ClientAuthenticationToken caller, Jwt jwt, Set<String> scopes) {
        return new OAuth2AccessTokenAuthenticationToken(
                Objects.requireNonNull(caller.getRegisteredClient()),
                caller,
                new OAuth2AccessToken(
                        OAuth2AccessToken.TokenType.BEARER,
                        jwt.getTokenValue(),
                        jwt.getIssuedAt(),
                        jwt.getExpiresAt(),
                        scopes),
                null,
                Map.of("issued_token_type", ExchangeRequestReader.ACCESS_TOKEN));
    }
}
