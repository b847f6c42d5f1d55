package dev.sluice.server.control;

import dev.sluice.server.access.PublicUrl;
import dev.sluice.server.control.ControlPlane.Parts;
import dev.sluice.server.exchange.ExchangeRequestReader;
import dev.sluice.server.exchange.TokenExchange;
import dev.sluice.server.limit.CredentialLimits;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.oauth2.server.authorization.OAuth2AuthorizationServerConfigurer;
import org.springframework.security.config.annotation.web.configurers.oauth2.server.authorization.OAuth2ClientAuthenticationConfigurer;
import org.springframework.security.config.annotation.web.configurers.oauth2.server.authorization.OAuth2TokenEndpointConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.oauth2.server.authorization.authentication.ClientSecretAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientCredentialsAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.token.JwtGenerator;
import org.springframework.security.oauth2.server.authorization.web.authentication.OAuth2AuthorizationCodeAuthenticationConverter;
import org.springframework.security.oauth2.server.authorization.web.authentication.OAuth2DeviceCodeAuthenticationConverter;
import org.springframework.security.oauth2.server.authorization.web.authentication.OAuth2RefreshTokenAuthenticationConverter;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.AuthenticationConverter;
import org.springframework.security.web.authentication.logout.LogoutFilter;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * The chain of the endpoints that authenticated OAuth clients call. Spring's authorization server
 * knows more of them than we offer: its filters see the offered ones only, so that the others do
 * not exist.
 */
@Configuration(proxyBeanMethods = false)
class OAuthSecurity {
    private final Parts parts;
    private final Answers answers;
    private final CredentialLimits limits;
    private final RegisteredClientRepository clients;
    private final JwtGenerator generator;

    OAuthSecurity(
            Parts parts,
            Answers answers,
            CredentialLimits limits,
            RegisteredClientRepository clients,
            JwtGenerator generator) {
        this.parts = parts;
        this.answers = answers;
        this.limits = limits;
        this.clients = clients;
        this.generator = generator;
    }

    @Bean
    @Order(1)
    SecurityFilterChain oauth(HttpSecurity http) {
        OAuthFailures failures = new OAuthFailures(answers);
        OAuth2AuthorizationServerConfigurer server = new OAuth2AuthorizationServerConfigurer();
        new SafetyHeaders(parts.url())
                .on(http)
                .securityMatcher(offered())
                .with(server, it -> offer(it, failures))
                .csrf(csrf -> csrf.disable())
                .logout(logout -> logout.disable())
                .requestCache(cache -> cache.disable())
                .sessionManagement(
                        sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .exceptionHandling(errors -> errors.authenticationEntryPoint(failures))
                .authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
                .addFilterBefore(new TokenRateFilter(limits, answers), LogoutFilter.class);
        return http.build();
    }

    private static RequestMatcher offered() {
        PathPatternRequestMatcher.Builder path = PathPatternRequestMatcher.withDefaults();
        return new OrRequestMatcher(
                path.matcher(HttpMethod.POST, AuthorizationServerConfiguration.TOKEN),
                path.matcher(HttpMethod.POST, AuthorizationServerConfiguration.REVOKE),
                path.matcher(HttpMethod.POST, AuthorizationServerConfiguration.INTROSPECT),
                path.matcher(HttpMethod.POST, AuthorizationServerConfiguration.DEVICE),
                path.matcher(HttpMethod.POST, AuthorizationServerConfiguration.PUSH),
                path.matcher(HttpMethod.GET, AuthorizationServerConfiguration.JWKS));
    }

    private void offer(OAuth2AuthorizationServerConfigurer server, OAuthFailures failures) {
        var delegation = parts.identity().delegation();
        Introspection introspection =
                new Introspection(parts.identity().tokens(), delegation.grants(), parts.url());
        server.clientAuthentication(client -> authentication(client, failures))
                .tokenEndpoint(token -> tokens(token, failures))
                .tokenRevocationEndpoint(revoke -> revoke.errorResponseHandler(failures))
                .tokenIntrospectionEndpoint(introspect ->
                        introspect
                                .authenticationProviders(all -> replace(all, introspection))
                                .errorResponseHandler(failures));
    }

    private void authentication(
            OAuth2ClientAuthenticationConfigurer client, OAuthFailures failures) {
        client.authenticationConverters(all -> replace(all, ClientAuthentication.converters()))
                .authenticationProviders(all -> {
                    all.removeIf(one -> !(one instanceof ClientSecretAuthenticationProvider));
                    all.add(new ClientAuthentication(clients));
                })
                .errorResponseHandler(failures);
    }

    private void tokens(OAuth2TokenEndpointConfigurer token, OAuthFailures failures) {
        var delegation = parts.identity().delegation();
        GrantExchange exchange =
                new GrantExchange(
                        delegation.grants(),
                        delegation.devices(),
                        generator,
                        parts.identity().federation().standing());
        TokenExchange tokenExchange =
                new TokenExchange(
                        parts.identity().clients(),
                        parts.identity().tokens(),
                        delegation.exchanges(),
                        generator);
        token.accessTokenRequestConverters(all -> replace(all, tokenRequests(parts.url())))
                .authenticationProviders(all -> {
                    all.removeIf(
                            one -> !(one instanceof OAuth2ClientCredentialsAuthenticationProvider));
                    all.add(exchange);
                    all.add(tokenExchange);
                })
                .errorResponseHandler(failures);
    }

    private static List<AuthenticationConverter> tokenRequests(PublicUrl url) {
        return List.of(
                new ClientCredentialsRequest(url),
                new ExchangeRequestReader(url),
                forUs(new OAuth2AuthorizationCodeAuthenticationConverter(), url),
                forUs(new OAuth2RefreshTokenAuthenticationConverter(), url),
                forUs(new OAuth2DeviceCodeAuthenticationConverter(), url));
    }

    private static AuthenticationConverter forUs(AuthenticationConverter converter, PublicUrl url) {
        return request -> {
            Resource.require(request.getParameterValues("resource"), url);
            return converter.convert(request);
        };
    }

    private static void replace(List<AuthenticationProvider> all, AuthenticationProvider by) {
        all.clear();
        all.add(by);
    }

    private static void replace(
            List<AuthenticationConverter> all, List<AuthenticationConverter> by) {
        all.clear();
        all.addAll(by);
    }
}
