package dev.sluice.server.control;

import dev.sluice.server.permission.Roles;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageConverters;
import org.springframework.http.converter.StringHttpMessageConverter;
import org.springframework.http.converter.json.JacksonJsonHttpMessageConverter;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.config.annotation.ContentNegotiationConfigurer;
import org.springframework.web.servlet.config.annotation.EnableWebMvc;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import tools.jackson.databind.json.JsonMapper;

/** Spring MVC: JSON and text bodies, our error answers, our static files, the first controllers. */
@Configuration(proxyBeanMethods = false)
@EnableWebMvc
class WebConfiguration implements WebMvcConfigurer {
    private static final Duration ASSET_AGE_MAX = Duration.ofHours(1);

    private final ControlPlane.Parts parts;
    private final JsonMapper json;
    private final Answers answers;

    WebConfiguration(ControlPlane.Parts parts, JsonMapper json, Answers answers) {
        this.parts = parts;
        this.json = json;
        this.answers = answers;
    }

    @Bean
    WhoamiController whoamiController() {
        return new WhoamiController();
    }

    @Bean
    MetadataController metadataController() {
        return new MetadataController(parts.url(), parts.open());
    }

    @Override
    public void configureMessageConverters(HttpMessageConverters.ServerBuilder builder) {
        builder.withJsonConverter(new JacksonJsonHttpMessageConverter(json))
                .withStringConverter(new StringHttpMessageConverter(StandardCharsets.UTF_8));
    }

    /** One representation for each path: what a client accepts changes nothing. */
    @Override
    public void configureContentNegotiation(ContentNegotiationConfigurer negotiation) {
        negotiation.ignoreAcceptHeader(true).defaultContentType(MediaType.APPLICATION_JSON);
    }

    @Override
    public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(new RequestArguments());
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(new PermissionCheck(new Roles(parts.identity().accounts())))
                .addPathPatterns("/api/**");
        registry.addInterceptor(new RecentLoginGate(parts.identity().tokens(), parts.clock()))
                .addPathPatterns("/api/**");
    }

    @Override
    public void configureHandlerExceptionResolvers(List<HandlerExceptionResolver> resolvers) {
        resolvers.add(new ExceptionAnswers(answers));
    }

    @Override
    public void addResourceHandlers(ResourceHandlerRegistry registry) {
        registry.addResourceHandler("/assets/**")
                .addResourceLocations("classpath:/control/assets/")
                .setCacheControl(CacheControl.maxAge(ASSET_AGE_MAX).cachePublic());
    }
}
