package dev.sluice.server.control;

import dev.sluice.server.access.Challenges;
import dev.sluice.server.access.PublicUrl;
import dev.sluice.server.control.ControlPlane.Identity;
import dev.sluice.server.control.ControlPlane.Parts;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.config.annotation.web.configurers.oauth2.server.authorization.OAuth2AuthorizationServerConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.oauth2.server.authorization.authentication.ClientSecretAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientCredentialsAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.web.authentication.ClientSecretBasicAuthenticationConverter;
import org.springframework.security.oauth2.server.authorization.web.authentication.ClientSecretPostAuthenticationConverter;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.UsernamePasswordAuthenticationFilter;
import org.springframework.security.web.authentication.logout.LogoutFilter;
import org.springframework.security.web.context.SecurityContextHolderFilter;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.AnyRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/** Three filter chains: the OAuth endpoints, the API, and what a browser sees. */
@Configuration(proxyBeanMethods = false)
@EnableWebSecurity
class SecurityConfiguration {
    private static final Duration STRICT_TRANSPORT = Duration.ofDays(365);
    private static final String CONTENT_POLICY =
            "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self';"
                    + " base-uri 'none'; frame-ancestors 'none'";

    private final PublicUrl url;
    private final Identity identity;
    private final Parts parts;
    private final Answers answers;
    private final CredentialLimits limits;

    SecurityConfiguration(Parts parts, Answers answers, CredentialLimits limits) {
        this.url = parts.url();
        this.identity = parts.identity();
        this.parts = parts;
        this.answers = answers;
        this.limits = limits;
    }

    /**
     * The authorization server knows more endpoints than we offer: its filters see the offered ones
     * only, so that the others do not exist.
     */
    @Bean
    @Order(1)
    SecurityFilterChain oauth(HttpSecurity http) {
        OAuthFailures failures = new OAuthFailures(answers);
        OAuth2AuthorizationServerConfigurer server = new OAuth2AuthorizationServerConfigurer();
        common(http)
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
                path.matcher(HttpMethod.GET, AuthorizationServerConfiguration.JWKS));
    }

    private void offer(OAuth2AuthorizationServerConfigurer server, OAuthFailures failures) {
        server.clientAuthentication(client ->
                        client.authenticationConverters(
                                        all -> {
                                            all.clear();
                                            all.add(new ClientSecretBasicAuthenticationConverter());
                                            all.add(new ClientSecretPostAuthenticationConverter());
                                        })
                                .authenticationProviders(all ->
                                        all.removeIf(one ->
                                                !(one
                                                        instanceof
                                                        ClientSecretAuthenticationProvider)))
                                .errorResponseHandler(failures))
                .tokenEndpoint(token ->
                        token.accessTokenRequestConverters(
                                        all -> {
                                            all.clear();
                                            all.add(new ClientCredentialsRequest(url));
                                        })
                                .authenticationProviders(all ->
                                        all.removeIf(one ->
                                                !(one
                                                        instanceof
                                                        OAuth2ClientCredentialsAuthenticationProvider)))
                                .errorResponseHandler(failures))
                .tokenRevocationEndpoint(revoke -> revoke.errorResponseHandler(failures));
    }

    @Bean
    @Order(2)
    SecurityFilterChain api(HttpSecurity http) {
        BearerFilter bearer =
                new BearerFilter(
                        parts.authenticator(),
                        identity.tokens()::stands,
                        new Challenges(url),
                        answers);
        common(http)
                .securityMatcher("/api/**")
                .csrf(csrf -> csrf.disable())
                .logout(logout -> logout.disable())
                .requestCache(cache -> cache.disable())
                .sessionManagement(
                        sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
                .addFilterBefore(bearer, LogoutFilter.class);
        return http.build();
    }

    @Bean
    @Order(3)
    SecurityFilterChain pages(HttpSecurity http) {
        ProviderManager passwords =
                new ProviderManager(new PasswordSignIn(identity.accounts(), limits));
        common(http)
                .authenticationManager(passwords)
                .csrf(csrf ->
                        csrf.csrfTokenRepository(formTokens())
                                .ignoringRequestMatchers("/oauth2/**", "/.well-known/**"))
                .exceptionHandling(errors -> errors.accessDeniedHandler(this::denied))
                .requestCache(cache -> cache.disable())
                .authorizeHttpRequests(requests ->
                        requests.requestMatchers(StatusController.PATH)
                                .authenticated()
                                .anyRequest()
                                .permitAll())
                .formLogin(form ->
                        form.loginPage(SignInController.PATH)
                                .usernameParameter(SignInController.EMAIL)
                                .passwordParameter(SignInController.PASSWORD)
                                .defaultSuccessUrl(StatusController.PATH, true)
                                .failureHandler((request, response, _) ->
                                        SignInController.refuse(
                                                request,
                                                response,
                                                401,
                                                "This e-mail address and password"
                                                        + " do not match.")))
                .logout(logout ->
                        logout.logoutUrl("/signout")
                                .logoutSuccessUrl(SignInController.PATH + "?out"))
                .addFilterAfter(
                        new LiveSessionFilter(identity.accounts(), parts.clock()),
                        SecurityContextHolderFilter.class)
                .addFilterBefore(
                        new SignInRateFilter(limits), UsernamePasswordAuthenticationFilter.class);
        return http.build();
    }

    private void denied(
            HttpServletRequest request, HttpServletResponse response, AccessDeniedException thrown)
            throws IOException {
        answers.fail(request, response, Failure.ofStatus(HttpStatus.FORBIDDEN));
    }

    /** In a cookie, so that a visitor who has not signed in costs us no memory. */
    private CookieCsrfTokenRepository formTokens() {
        CookieCsrfTokenRepository tokens = new CookieCsrfTokenRepository();
        tokens.setCookieName(Cookies.name(url, "form"));
        tokens.setCookiePath("/");
        tokens.setCookieCustomizer(
                cookie -> cookie.httpOnly(true).secure(url.https()).sameSite("Strict"));
        return tokens;
    }

    @Bean
    RequestRejectedHandler requestRejectedHandler() {
        return (request, response, _) ->
                answers.fail(request, response, Failure.ofStatus(HttpStatus.BAD_REQUEST));
    }

    private HttpSecurity common(HttpSecurity http) {
        return http.headers(headers -> {
            headers.contentSecurityPolicy(csp -> csp.policyDirectives(CONTENT_POLICY))
                    .frameOptions(HeadersConfigurer.FrameOptionsConfig::deny)
                    .referrerPolicy(it -> it.policy(ReferrerPolicy.SAME_ORIGIN));
            if (url.https()) {
                headers.httpStrictTransportSecurity(hsts ->
                        hsts.requestMatcher(AnyRequestMatcher.INSTANCE)
                                .maxAgeInSeconds(STRICT_TRANSPORT.toSeconds()));
            } else {
                headers.httpStrictTransportSecurity(hsts -> hsts.disable());
            }
        });
    }
}
