package dev.sluice.server.control;

import dev.sluice.server.access.Challenges;
import dev.sluice.server.control.ControlPlane.Parts;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.logout.LogoutFilter;
import org.springframework.security.web.firewall.RequestRejectedHandler;

/**
 * Three filter chains, in this order: the endpoints that OAuth clients call ({@link
 * OAuthSecurity}), the API, and what a browser sees ({@link PageSecurity}).
 */
@Configuration(proxyBeanMethods = false)
@EnableWebSecurity
class SecurityConfiguration {
    private final Parts parts;
    private final Answers answers;

    SecurityConfiguration(Parts parts, Answers answers) {
        this.parts = parts;
        this.answers = answers;
    }

    @Bean
    @Order(2)
    SecurityFilterChain api(HttpSecurity http) {
        BearerFilter bearer =
                new BearerFilter(
                        parts.authenticator(),
                        parts.identity().tokens()::stands,
                        new Challenges(parts.url()),
                        answers);
        new SafetyHeaders(parts.url())
                .on(http)
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
    RequestRejectedHandler requestRejectedHandler() {
        return (request, response, _) ->
                answers.fail(request, response, Failure.ofStatus(HttpStatus.BAD_REQUEST));
    }
}
