package dev.sluice.server.control;

import dev.sluice.core.TenantId;
import dev.sluice.server.access.Authenticator;
import dev.sluice.server.access.PublicUrl;
import dev.sluice.server.document.AddressRule;
import dev.sluice.server.factor.SecondFactors;
import dev.sluice.server.federation.Federation;
import dev.sluice.server.identity.Accounts;
import dev.sluice.server.identity.Clients;
import dev.sluice.server.identity.Consents;
import dev.sluice.server.identity.DeviceRequests;
import dev.sluice.server.identity.Exchanges;
import dev.sluice.server.identity.Grants;
import dev.sluice.server.identity.Invitations;
import dev.sluice.server.identity.Members;
import dev.sluice.server.identity.PushedRequests;
import dev.sluice.server.identity.Registrations;
import dev.sluice.server.identity.SetupLinks;
import dev.sluice.server.identity.SigningKeys;
import dev.sluice.server.identity.Tokens;
import dev.sluice.server.limit.RateLimits;
import dev.sluice.server.passkey.Passkeys;
import dev.sluice.server.session.SessionStore;
import jakarta.servlet.DispatcherType;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import org.eclipse.jetty.ee11.servlet.ErrorPageErrorHandler;
import org.eclipse.jetty.ee11.servlet.FilterHolder;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.web.context.ContextLoaderListener;
import org.springframework.web.context.support.AnnotationConfigWebApplicationContext;
import org.springframework.web.filter.DelegatingFilterProxy;
import org.springframework.web.servlet.DispatcherServlet;
import tools.jackson.databind.json.JsonMapper;

/**
 * Builds the control plane as one servlet context, to be deployed into a server that already runs.
 *
 * <p>The container keeps no sessions: who is signed in is in the store, for all nodes.
 */
public final class ControlPlane {
    static final int FORM_BYTES_MAX = 32 * 1024;
    private static final int FORM_FIELDS_MAX = 50;

    private ControlPlane() {}

    /** Who exists, as kept in the deployment's schema. */
    public record Identity(
            Accounts accounts,
            Members members,
            Clients clients,
            Tokens tokens,
            SigningKeys signingKeys,
            SetupLinks setupLinks,
            Delegation delegation,
            SessionStore sessions,
            Invitations invitations,
            Federation federation,
            Passkeys passkeys,
            SecondFactors factors) {}

    /** What people let clients do for them, and the clients that nobody here made. */
    public record Delegation(
            Grants grants,
            Exchanges exchanges,
            DeviceRequests devices,
            PushedRequests pushed,
            Consents consents,
            Registrations registrations) {}

    /**
     * Which clients may come without an operator's doing.
     *
     * @param registration whether anybody may register one (RFC 7591)
     * @param documents where documents about clients may be fetched from
     */
    public record OpenClients(boolean registration, AddressRule documents) {}

    /**
     * What the control plane is made of.
     *
     * @param home the tenant of whoever signs in without naming one
     * @param authenticator the one that the data plane uses too
     * @param controllers further {@code @RestController} objects; those below {@code /api/v1/} are
     *     reached with the scope {@code admin} only, and may declare parameters of the types {@link
     *     dev.sluice.server.access.Authentication.Authenticated} and {@link RequestId}
     */
    public record Parts(
            PublicUrl url,
            TenantId home,
            Identity identity,
            Authenticator authenticator,
            StatusView status,
            List<Object> controllers,
            RateLimits limits,
            OpenClients open,
            InstantSource clock) {
        public Parts {
            controllers = List.copyOf(controllers);
        }
    }

    /**
     * The context {@code /}, not started. It is put into a running server with {@code setServer},
     * {@code start} and then the handler that holds it, in this order; starting reads the store.
     */
    public static ServletContextHandler handler(Parts parts) {
        JsonMapper json = Json.mapper();
        Answers answers = new Answers(json);
        AnnotationConfigWebApplicationContext spring = spring(parts, json, answers);
        ServletContextHandler context =
                new ServletContextHandler("/", ServletContextHandler.NO_SESSIONS);
        context.setMaxFormContentSize(FORM_BYTES_MAX);
        context.setMaxFormKeys(FORM_FIELDS_MAX);
        ErrorPageErrorHandler errors = new ErrorPageErrorHandler();
        errors.addErrorPage(ErrorPageErrorHandler.GLOBAL_ERROR_PAGE, ErrorController.PATH);
        context.setErrorHandler(errors);
        context.addEventListener(new ContextLoaderListener(spring));
        EnumSet<DispatcherType> requests = EnumSet.of(DispatcherType.REQUEST);
        context.addFilter(new FilterHolder(new EdgeFilter(answers)), "/*", requests);
        context.addFilter(
                new FilterHolder(new DelegatingFilterProxy("springSecurityFilterChain")),
                "/*",
                requests);
        ServletHolder dispatcher = new ServletHolder(new DispatcherServlet(spring));
        dispatcher.setInitOrder(1);
        context.addServlet(dispatcher, "/");
        return context;
    }

    private static AnnotationConfigWebApplicationContext spring(
            Parts parts, JsonMapper json, Answers answers) {
        AnnotationConfigWebApplicationContext spring = new AnnotationConfigWebApplicationContext();
        spring.register(
                WebConfiguration.class,
                PageConfiguration.class,
                AuthorizationServerConfiguration.class,
                DelegationConfiguration.class,
                SecurityConfiguration.class,
                OAuthSecurity.class,
                PageSecurity.class);
        spring.addBeanFactoryPostProcessor(beans -> add(beans, parts, json, answers));
        return spring;
    }

    private static void add(
            ConfigurableListableBeanFactory beans, Parts parts, JsonMapper json, Answers answers) {
        beans.registerSingleton("parts", parts);
        beans.registerSingleton("json", json);
        beans.registerSingleton("answers", answers);
        for (Object controller : parts.controllers()) {
            beans.registerSingleton(controller.getClass().getName(), controller);
        }
    }
}
