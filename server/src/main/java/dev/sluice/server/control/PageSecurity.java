package dev.sluice.server.control;

import dev.sluice.server.access.PublicUrl;
import dev.sluice.server.control.ControlPlane.Identity;
import dev.sluice.server.control.ControlPlane.Parts;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.FormLoginConfigurer;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.UsernamePasswordAuthenticationFilter;
import org.springframework.security.web.context.SecurityContextHolderFilter;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;

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
    private final Identity identity;
    private final Parts parts;
    private final Answers answers;
    private final CredentialLimits limits;

    PageSecurity(Parts parts, Answers answers, CredentialLimits limits) {
        this.url = parts.url();
        this.identity = parts.identity();
        this.parts = parts;
        this.answers = answers;
        this.limits = limits;
    }

    @Bean
    @Order(3)
    SecurityFilterChain pages(HttpSecurity http) {
        new SafetyHeaders(url)
                .on(http)
                .authenticationManager(
                        new ProviderManager(new PasswordSignIn(identity.accounts(), limits)))
                .csrf(csrf ->
                        csrf.csrfTokenRepository(formTokens())
                                .ignoringRequestMatchers(FOR_PROGRAMS))
                .exceptionHandling(errors -> errors.accessDeniedHandler(this::denied))
                .requestCache(cache -> cache.disable())
                .authorizeHttpRequests(requests ->
                        requests.requestMatchers(StatusController.PATH)
                                .authenticated()
                                .anyRequest()
                                .permitAll())
                .formLogin(PageSecurity::signIn)
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

    private static void signIn(FormLoginConfigurer<HttpSecurity> form) {
        form.loginPage(SignInController.PATH)
                .usernameParameter(SignInController.EMAIL)
                .passwordParameter(SignInController.PASSWORD)
                .successHandler(PageSecurity::signedIn)
                .failureHandler((request, response, _) ->
                        SignInController.refuse(
                                request,
                                response,
                                401,
                                "This e-mail address and password do not match."));
    }

    private static void signedIn(
            HttpServletRequest request, HttpServletResponse response, Authentication person)
            throws IOException {
        Optional<Continuation> on =
                Continuation.parse(request.getParameter(Continuation.PARAMETER));
        response.sendRedirect(
                on.isPresent() ? SignInController.next(on.get()) : StatusController.PATH);
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
}
