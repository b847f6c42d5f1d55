package dev.sluice.server.control;

import dev.sluice.server.access.PublicUrl;
import dev.sluice.server.control.ControlPlane.Parts;
import dev.sluice.server.signin.Continuation;
import dev.sluice.server.signin.SessionFilter;
import dev.sluice.server.signin.SignInController;
import dev.sluice.server.signin.SignIns;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.context.NullSecurityContextRepository;
import org.springframework.security.web.context.SecurityContextHolderFilter;
import org.springframework.security.web.csrf.CsrfTokenRepository;

/** The chain of what a browser sees, and of the documents that anybody may read. */
@Configuration(proxyBeanMethods = false)
class PageSecurity {
    /** What programs call without a session; the authorization endpoint is not among them. */
    private static final String[] FOR_PROGRAMS = {
        AuthorizationServerConfiguration.TOKEN,
        AuthorizationServerConfiguration.REVOKE,
        AuthorizationServerConfiguration.INTROSPECT,
        AuthorizationServerConfiguration.DEVICE,
        AuthorizationServerConfiguration.PUSH,
        AuthorizationServerConfiguration.JWKS,
        AuthorizationServerConfiguration.REGISTER,
        "/.well-known/**"
    };

    private final PublicUrl url;
    private final Answers answers;
    private final SignIns signIns;
    private final CsrfTokenRepository formTokens;

    PageSecurity(Parts parts, Answers answers, SignIns signIns, CsrfTokenRepository formTokens) {
        this.url = parts.url();
        this.answers = answers;
        this.signIns = signIns;
        this.formTokens = formTokens;
    }

    @Bean
    @Order(3)
    SecurityFilterChain pages(HttpSecurity http) {
        new SafetyHeaders(url)
                .on(http)
                .csrf(csrf ->
                        csrf.csrfTokenRepository(formTokens).ignoringRequestMatchers(FOR_PROGRAMS))
                .exceptionHandling(errors ->
                        errors.accessDeniedHandler(this::denied)
                                .authenticationEntryPoint(PageSecurity::toSignIn))
                .requestCache(cache -> cache.disable())
                .sessionManagement(sessions -> sessions.disable()) // ours are in the store
                .securityContext(context ->
                        context.securityContextRepository(new NullSecurityContextRepository()))
                .authorizeHttpRequests(requests ->
                        requests.requestMatchers(StatusController.PATH)
                                .authenticated()
                                .anyRequest()
                                .permitAll())
                .logout(logout ->
                        logout.logoutUrl("/signout")
                                .addLogoutHandler((request, response, _) ->
                                        signIns.signOut(request, response))
                                .logoutSuccessUrl(SignInController.PATH + "?out"))
                .addFilterAfter(new SessionFilter(signIns), SecurityContextHolderFilter.class);
        return http.build();
    }

    private static void toSignIn(
            HttpServletRequest request,
            HttpServletResponse response,
            AuthenticationException thrown)
            throws IOException {
        response.sendRedirect(
                Continuation.parse(request.getRequestURI())
                        .map(page -> Continuation.signIn(page.path(), request.getQueryString()))
                        .orElse(SignInController.PATH));
    }

    private void denied(
            HttpServletRequest request, HttpServletResponse response, AccessDeniedException thrown)
            throws IOException {
        answers.fail(request, response, Failure.ofStatus(HttpStatus.FORBIDDEN));
    }
}
