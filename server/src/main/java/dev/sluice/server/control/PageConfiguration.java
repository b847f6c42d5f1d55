package dev.sluice.server.control;

import dev.sluice.server.control.ControlPlane.Parts;
import java.nio.charset.StandardCharsets;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
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
    SignInController signInController() {
        return new SignInController();
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
        views.setCharacterEncoding(StandardCharsets.UTF_8.name());
        return views;
    }
}
