package dev.sluice.server.api;

import dev.sluice.core.Principal;
import dev.sluice.core.ReasonCode;
import dev.sluice.core.Secret;
import dev.sluice.core.SluiceException;
import dev.sluice.server.access.Authentication.Authenticated;
import dev.sluice.server.access.PublicUrl;
import dev.sluice.server.federation.Federation;
import dev.sluice.server.federation.IdentityProvider;
import dev.sluice.server.federation.IdentityProvider.Registration;
import dev.sluice.server.federation.IdentityProvider.Rules;
import dev.sluice.server.identity.Account;
import dev.sluice.server.identity.Actor;
import dev.sluice.server.permission.Permission;
import dev.sluice.server.permission.Requires;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/v1/admin/identity-providers}. No answer holds a secret. */
@RestController
@Requires(Permission.SECURITY)
public final class IdentityProvidersController {
    private static final String PATH = "/api/v1/admin/identity-providers";
    private static final int SECRET_CHARACTERS_MAX = 1_024;

    private final Federation federation;
    private final PublicUrl url;

    public IdentityProvidersController(Federation federation, PublicUrl url) {
        this.federation = federation;
        this.url = url;
    }

    /** A provider as it is sent; the secret's characters are zeroed after use. */
    @SuppressWarnings("ArrayRecordComponent")
    record Wanted(
            @Nullable String label,
            @Nullable String issuer,
            @Nullable String clientId,
            char @Nullable [] clientSecret,
            @Nullable Boolean publicClient,
            @Nullable List<String> emailDomains,
            @Nullable Boolean linksAccounts,
            @Nullable Boolean makesAccounts,
            @Nullable String groupsClaim,
            @Nullable Map<String, String> groupRoles,
            @Nullable String defaultRole,
            @Nullable Boolean onlyWay,
            @Nullable Boolean rechecks) {}

    /** A provider as it is shown, with the address to register at the issuer. */
    record Shown(
            String name,
            String label,
            String issuer,
            String clientId,
            boolean publicClient,
            String redirectUri,
            List<String> emailDomains,
            boolean linksAccounts,
            boolean makesAccounts,
            @Nullable String groupsClaim,
            Map<String, String> groupRoles,
            @Nullable String defaultRole,
            boolean onlyWay,
            boolean rechecks) {}

    @GetMapping(PATH)
    Map<String, List<Shown>> list(Authenticated caller) {
        return Map.of(
                "identity_providers",
                federation.providers().list(caller.principal().tenant()).stream()
                        .map(this::shown)
                        .toList());
    }

    @GetMapping(PATH + "/{name}")
    Shown show(Authenticated caller, @PathVariable("name") String name) {
        return shown(
                federation
                        .providers()
                        .find(caller.principal().tenant(), name)
                        .orElseThrow(IdentityProvidersController::unknown));
    }

    @PutMapping(PATH + "/{name}")
    Shown put(Authenticated caller, @PathVariable("name") String name, @RequestBody Wanted wanted) {
        char[] typed = wanted.clientSecret();
        try (Secret secret = typed == null ? null : Secret.takingOver(typed)) {
            Principal principal = caller.principal();
            IdentityProvider provider = provider(principal, name, wanted);
            requireSecret(provider, typed);
            federation
                    .objection(provider)
                    .ifPresent(reason -> {
                        throw new SluiceException(
                                ReasonCode.ISSUER_UNUSABLE, "It cannot be used: " + reason + ".");
                    });
            requireWayBack(principal, provider);
            federation.providers().put(provider, secret, new Actor(principal.user()));
            return shown(provider);
        }
    }

    @DeleteMapping(PATH + "/{name}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(Authenticated caller, @PathVariable("name") String name) {
        Principal principal = caller.principal();
        if (!federation.providers().delete(principal.tenant(), name, new Actor(principal.user()))) {
            throw unknown();
        }
    }

    private static IdentityProvider provider(Principal caller, String name, Wanted wanted) {
        Map<String, Account.Role> groupRoles = new HashMap<>();
        Objects.requireNonNullElseGet(wanted.groupRoles(), Map::<String, String>of)
                .forEach((group, role) -> groupRoles.put(group, role(role)));
        String issuer = required("issuer", wanted.issuer());
        List<String> domains = Objects.requireNonNullElseGet(wanted.emailDomains(), List::of);
        if (domains.stream().anyMatch(Objects::isNull)) {
            throw invalid("email_domains", "email_domains are texts.");
        }
        return new IdentityProvider(
                caller.tenant(),
                name,
                wanted.label() == null ? name : wanted.label(),
                new Registration(
                        issuer,
                        required("client_id", wanted.clientId()),
                        !isTrue(wanted.publicClient())),
                new Rules(
                        domains,
                        isTrue(wanted.linksAccounts()),
                        isTrue(wanted.makesAccounts()),
                        wanted.groupsClaim(),
                        groupRoles,
                        wanted.defaultRole() == null ? null : role(wanted.defaultRole()),
                        isTrue(wanted.onlyWay()),
                        wanted.rechecks() == null || wanted.rechecks()));
    }

    private void requireSecret(IdentityProvider provider, char @Nullable [] typed) {
        if (typed != null && (typed.length == 0 || typed.length > SECRET_CHARACTERS_MAX)) {
            throw invalid("client_secret", "client_secret is text of at most 1024 characters.");
        }
        Optional<IdentityProvider> before =
                federation.providers().find(provider.tenant(), provider.name());
        boolean kept =
                before.map(IdentityProvider::registration)
                        .filter(it ->
                                it.confidential()
                                        && it.issuer().equals(provider.registration().issuer()))
                        .isPresent();
        if (provider.registration().confidential() && typed == null && !kept) {
            throw invalid(
                    "client_secret", "client_secret is missing, or set public_client to true.");
        }
    }

    /** Nobody shuts the door with the key inside. */
    private void requireWayBack(Principal caller, IdentityProvider provider) {
        boolean proven =
                Ids.parse(caller.user())
                        .filter(account ->
                                federation
                                        .providers()
                                        .vouchedFor(
                                                caller.tenant(),
                                                provider.registration().issuer(),
                                                account))
                        .isPresent();
        if (provider.rules().only() && !proven) {
            throw invalid(
                    "only_way",
                    "Sign in through this provider yourself before it becomes the only way in.");
        }
    }

    private Shown shown(IdentityProvider provider) {
        Rules rules = provider.rules();
        Map<String, String> groupRoles = new HashMap<>();
        rules.groupRoles().forEach((group, role) -> groupRoles.put(group, role.label()));
        return new Shown(
                provider.name(),
                provider.label(),
                provider.registration().issuer(),
                provider.registration().clientId(),
                !provider.registration().confidential(),
                Federation.redirectUri(url, provider),
                rules.domains(),
                rules.links(),
                rules.makesAccounts(),
                rules.groupsClaim(),
                groupRoles,
                rules.defaultRole() == null ? null : rules.defaultRole().label(),
                rules.only(),
                rules.rechecks());
    }

    private static boolean isTrue(@Nullable Boolean flag) {
        return Boolean.TRUE.equals(flag);
    }

    private static Account.Role role(@Nullable String typed) {
        return AccountsController.role(typed == null ? "" : typed);
    }

    private static String required(String argument, @Nullable String value) {
        if (value == null) {
            throw invalid(argument, argument + " is missing.");
        }
        return value;
    }

    private static SluiceException unknown() {
        return new SluiceException(
                ReasonCode.NOT_FOUND, "There is no identity provider of this name.");
    }

    private static SluiceException invalid(String argument, String message) {
        return new SluiceException(
                ReasonCode.INVALID_ARGUMENT, message, Map.of("argument", argument));
    }
}
