package dev.sluice.server.control;

import dev.sluice.server.control.ControlPlane.Delegation;
import dev.sluice.server.control.ControlPlane.Parts;
import dev.sluice.server.document.ClientDocuments;
import dev.sluice.server.document.DocumentFetch;
import dev.sluice.server.limit.CredentialLimits;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The pages where people let clients act for them, and what leads there. */
@Configuration(proxyBeanMethods = false)
class DelegationConfiguration {
    private final Parts parts;
    private final AuthorizationRequests requests;
    private final ClientDirectory directory;
    private final OAuthParts oauth;

    DelegationConfiguration(Parts parts, CredentialLimits limits) {
        this.parts = parts;
        Delegation delegation = parts.identity().delegation();
        this.requests = new AuthorizationRequests(parts.url());
        this.directory =
                new ClientDirectory(
                        parts.identity().clients(),
                        new ClientDocuments(
                                delegation.registrations(),
                                new DocumentFetch(parts.open().documents())));
        this.oauth =
                new OAuthParts(
                        parts.identity().accounts(),
                        delegation.grants(),
                        delegation.devices(),
                        delegation.pushed(),
                        delegation.consents(),
                        limits,
                        parts.clock());
    }

    @Bean
    AuthorizationController authorizationController() {
        return new AuthorizationController(requests, directory, oauth);
    }

    @Bean
    DeviceController deviceController() {
        return new DeviceController(directory, oauth);
    }

    @Bean
    ClientRequestsController clientRequestsController() {
        return new ClientRequestsController(requests, directory, oauth, parts.url());
    }

    @Bean
    RegistrationController registrationController(CredentialLimits limits) {
        return new RegistrationController(
                parts.identity().delegation().registrations(), limits, parts.open().registration());
    }
}
