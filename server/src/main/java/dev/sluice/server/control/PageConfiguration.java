package dev.sluice.server.control;

import dev.sluice.server.account.AccountController;
import dev.sluice.server.account.AccountParts;
import dev.sluice.server.account.FactorsController;
import dev.sluice.server.account.PasswordController;
import dev.sluice.server.control.ControlPlane.Identity;
import dev.sluice.server.control.ControlPlane.Parts;
import dev.sluice.server.federation.FederationController;
import dev.sluice.server.federation.ProviderWays;
import dev.sluice.server.invitation.InvitationController;
import dev.sluice.server.limit.CredentialLimits;
import dev.sluice.server.passkey.Ceremonies;
import dev.sluice.server.passkey.PageScript;
import dev.sluice.server.passkey.PasskeySignInController;
import dev.sluice.server.passkey.PasskeysController;
import dev.sluice.server.passkey.RelyingParty;
import dev.sluice.server.signin.CodeController;
import dev.sluice.server.signin.Cookies;
import dev.sluice.server.signin.EnrolController;
import dev.sluice.server.signin.NewApps;
import dev.sluice.server.signin.OtherWays;
import dev.sluice.server.signin.SignInController;
import dev.sluice.server.signin.SignInPage;
import dev.sluice.server.signin.SignIns;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.csrf.CsrfTokenRepository;
import org.thymeleaf.spring6.SpringTemplateEngine;
import org.thymeleaf.spring6.view.ThymeleafViewResolver;
import org.thymeleaf.templatemode.TemplateMode;
import org.thymeleaf.templateresolver.ClassLoaderTemplateResolver;

/** The pages and what renders them. */
@Configuration(proxyBeanMethods = false)
class PageConfiguration {
    private final Parts parts;

    PageConfiguration(Parts parts) {
        this.parts = parts;
    }

    @Bean
    CredentialLimits credentialLimits() {
        return new CredentialLimits(parts.limits(), parts.clock());
    }

    @Bean
    Cookies cookies() {
        return new Cookies(parts.url());
    }

    /** In a cookie, so that a visitor who has not signed in costs us no memory. */
    @Bean
    CsrfTokenRepository formTokens(Cookies cookies) {
        CookieCsrfTokenRepository tokens = new CookieCsrfTokenRepository();
        tokens.setCookieName(cookies.name("form"));
        tokens.setCookiePath("/");
        tokens.setCookieCustomizer(
                cookie -> cookie.httpOnly(true).secure(parts.url().https()).sameSite("Strict"));
        return tokens;
    }

    @Bean
    SignIns signIns(Cookies cookies, CsrfTokenRepository formTokens) {
        return new SignIns(
                parts.identity().sessions(),
                parts.identity().accounts(),
                parts.identity().factors(),
                parts.identity().federation().vouching(),
                cookies,
                formTokens,
                parts.clock());
    }

    @Bean
    CodeController codeController(SignIns signIns) {
        return new CodeController(signIns, parts.identity().factors());
    }

    @Bean
    NewApps newApps() {
        return new NewApps(parts.identity().factors().apps(), parts.identity().sessions().notes());
    }

    @Bean
    EnrolController enrolController(SignIns signIns, NewApps apps) {
        return new EnrolController(signIns, parts.identity().factors(), apps);
    }

    @Bean
    SignInPage signInPage() {
        return new SignInPage(otherWays(), parts.home());
    }

    @Bean
    SignInController signInController(SignIns signIns, CredentialLimits limits, SignInPage page) {
        return new SignInController(parts.identity().accounts(), signIns, limits, page);
    }

    @Bean
    InvitationController invitationController(CredentialLimits limits) {
        return new InvitationController(parts.identity().invitations(), otherWays(), limits);
    }

    @Bean
    FederationController federationController(SignIns signIns, CredentialLimits limits) {
        return parts.identity()
                .federation()
                .pages(parts.url(), parts.identity().sessions().notes(), signIns, limits);
    }

    private OtherWays otherWays() {
        return new ProviderWays(parts.identity().federation().providers());
    }

    @Bean
    AccountParts accountParts(CredentialLimits limits) {
        return new AccountParts(
                parts.identity().accounts(),
                parts.identity().sessions().sessions(),
                parts.identity().factors(),
                parts.identity().delegation().personGrants(),
                limits,
                parts.clock());
    }

    @Bean
    AccountController accountController(AccountParts account, SignIns signIns) {
        return new AccountController(account, signIns);
    }

    @Bean
    PasswordController passwordController(AccountParts account) {
        return new PasswordController(account);
    }

    @Bean
    FactorsController factorsController(AccountParts account, SignIns signIns, NewApps apps) {
        return new FactorsController(account, signIns, apps);
    }

    @Bean
    StatusController statusController() {
        return new StatusController(parts.status(), parts.url());
    }

    @Bean
    SetupController setupController(CredentialLimits limits) {
        return new SetupController(parts.identity().setupLinks(), limits);
    }

    @Bean
    PasskeySignInController passkeySignInController(
            SignIns signIns, CredentialLimits limits, SignInPage page) {
        return new PasskeySignInController(ceremonies(), signIns, limits, page, script());
    }

    @Bean
    PasskeysController passkeysController() {
        return new PasskeysController(
                parts.identity().passkeys(),
                ceremonies(),
                parts.identity().accounts(),
                script(),
                parts.clock());
    }

    private Optional<Ceremonies> ceremonies() {
        Identity identity = parts.identity();
        return RelyingParty.of(parts.url())
                .map(party ->
                        new Ceremonies(
                                party,
                                identity.passkeys(),
                                identity.accounts(),
                                identity.sessions().notes()));
    }

    private static PageScript script() {
        return new PageScript(SafetyHeaders.contentPolicyWithScript());
    }

    @Bean
    ErrorController errorController() {
        return new ErrorController();
    }

    @Bean
    ThymeleafViewResolver viewResolver() {
        ClassLoaderTemplateResolver templates = new ClassLoaderTemplateResolver();
        templates.setPrefix("control/templates/");
        templates.setSuffix(".html");
        templates.setTemplateMode(TemplateMode.HTML);
        templates.setCharacterEncoding(StandardCharsets.UTF_8.name());
        SpringTemplateEngine engine = new SpringTemplateEngine();
        engine.setTemplateResolver(templates);
        ThymeleafViewResolver views = new ThymeleafViewResolver();
        views.setTemplateEngine(engine);
        views.addStaticVariable("passkeysPossible", RelyingParty.of(parts.url()).isPresent());
        views.setCharacterEncoding(StandardCharsets.UTF_8.name());
        return views;
    }
}
