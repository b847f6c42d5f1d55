package dev.sluice.systemtests;

import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * Every request that the control plane answers, and what it may change. {@code RoutesTest} finds a
 * route that is not here, {@code RecordsIT} one that changes something without a record, and {@code
 * CrawlIT} one that knows no tenants.
 */
final class Routes {
    /** What a request does to the store. */
    sealed interface Effect {
        /** It changes what lasts, and the record of it has one of these actions. */
        record Records(List<String> actions) implements Effect {}

        /** It changes nothing that lasts. */
        record Nothing(String because) implements Effect {}
    }

    /**
     * A route.
     *
     * @param request method and path, as the controllers have it
     */
    record Route(String request, Effect effect) {
        String method() {
            return request.substring(0, request.indexOf(' '));
        }

        String path() {
            return request.substring(request.indexOf(' ') + 1);
        }

        boolean isOfTheApi() {
            return path().startsWith("/api/");
        }
    }

    static final List<Route> ALL =
            List.of(
                    records("GET /api/v1/account/export", "account.exported"),
                    records("GET /api/v1/admin/accounts/{id}/export", "account.exported"),
                    reads("GET /api/v1/admin/accounts"),
                    records(
                            "PATCH /api/v1/admin/accounts/{id}",
                            "account.role_changed",
                            "account.disabled",
                            "account.enabled"),
                    records("DELETE /api/v1/admin/accounts/{id}", "account.erased"),
                    reads("GET /api/v1/admin/invitations"),
                    records("POST /api/v1/admin/invitations", "invitation.created"),
                    records("DELETE /api/v1/admin/invitations/{id}", "invitation.withdrawn"),
                    reads("GET /api/v1/admin/identity-providers"),
                    reads("GET /api/v1/admin/identity-providers/{name}"),
                    records("PUT /api/v1/admin/identity-providers/{name}", "identity_provider.set"),
                    records(
                            "DELETE /api/v1/admin/identity-providers/{name}",
                            "identity_provider.deleted"),
                    reads("GET /api/v1/admin/agents"),
                    reads("GET /api/v1/admin/agents/tool-catalog"),
                    reads("GET /api/v1/admin/clients"),
                    records("POST /api/v1/admin/clients", "client.created"),
                    records(
                            "POST /api/v1/admin/clients/disable",
                            "client.disabled",
                            "client.blocked"),
                    records("POST /api/v1/admin/clients/allow", "client.allowed"),
                    reads("GET /api/v1/admin/grants"),
                    records("DELETE /api/v1/admin/grants/{id}", "grant.revoked"),
                    reads("GET /api/v1/admin/security"),
                    records("PUT /api/v1/admin/security", "security.changed"),
                    reads("GET /api/v1/audit"),
                    reads("GET /api/v1/connections"),
                    records("POST /api/v1/connections", "connection.created"),
                    records("POST /api/v1/connections/{name}/rotate", "connection.rotated"),
                    records("POST /api/v1/connections/{name}/test", "connection.tested"),
                    records("DELETE /api/v1/connections/{name}", "connection.deleted"),
                    reads("GET /api/v1/engines"),
                    reads("GET /api/v1/policy"),
                    records("PUT /api/v1/policy", "policy.applied"),
                    nothing("POST /api/v1/policy/explain", "it asks what would happen"),
                    nothing("POST /api/v1/policy/try", "a query, which has its intent and outcome"),
                    reads("GET /api/v1/sealing-key"),
                    reads("GET /api/v1/status"),
                    reads("GET /api/v1/whoami"),
                    reads("GET /.well-known/oauth-authorization-server"),
                    reads("GET /.well-known/oauth-protected-resource"),
                    reads("GET /.well-known/oauth-protected-resource/api/mcp"),
                    records("POST /oauth2/token", "token.issued", "grant.reuse_detected"),
                    records("POST /oauth2/revoke", "token.revoked", "grant.revoked"),
                    nothing("POST /oauth2/introspect", "it reads"),
                    nothing("POST /oauth2/device_authorization", "it expires in ten minutes"),
                    nothing("POST /oauth2/par", "it expires in a minute and a half"),
                    records("POST /oauth2/register", "client.registered"),
                    reads("ANY /oauth2/jwks"),
                    nothing("ANY /oauth2/token", "it refuses other methods"),
                    nothing("ANY /oauth2/revoke", "it refuses other methods"),
                    nothing("ANY /oauth2/introspect", "it refuses other methods"),
                    reads("GET /"),
                    reads("GET /device"),
                    records("POST /device", "device.approved", "device.denied"),
                    records("GET /oauth2/authorize", "grant.created"), // allowed before
                    records("POST /oauth2/authorize", "grant.created"),
                    reads("GET /setup/{token}"),
                    records("POST /setup/{token}", "account.created"),
                    reads("GET /signin"),
                    records("POST /signin", "session.started", "password.refused"),
                    reads("GET /signin/next"),
                    reads("GET /signin/code"),
                    records("POST /signin/code", "session.started"),
                    reads("GET /signin/enrol"),
                    records("POST /signin/enrol", "session.started"),
                    nothing("POST /signin/passkey", "a challenge, which expires in minutes"),
                    records("POST /signin/passkey/answer", "session.started"),
                    nothing("GET /signin/with/{tenant}/{name}", "a visit, which expires"),
                    records(
                            "GET /signin/from/{tenant}/{name}",
                            "session.started",
                            "account.created"),
                    reads("GET /invitation/{token}"),
                    records("POST /invitation/{token}", "account.created"),
                    records("POST /signout", "session.ended"),
                    reads("GET /account"),
                    records("GET /account/data", "account.exported"),
                    records("POST /account/password", "password.changed"),
                    reads("GET /account/app"),
                    records("POST /account/app", "factor.added"),
                    records("POST /account/app/remove", "factor.removed"),
                    records("POST /account/recovery-codes", "recovery_codes.renewed"),
                    records("POST /account/sessions/end", "session.ended"),
                    records("POST /account/sessions/end-all", "session.ended"),
                    records("POST /account/programs/end", "grant.revoked"),
                    reads("GET /account/passkeys"),
                    records("POST /account/passkeys", "passkey.added"),
                    records("POST /account/passkeys/remove", "passkey.removed"),
                    reads("ANY /error"));

    /** Endpoints that Spring's filters answer and no controller does. */
    private static final List<String> ANSWERED_BY_FILTERS =
            List.of(
                    "POST /oauth2/token",
                    "POST /oauth2/revoke",
                    "POST /oauth2/introspect",
                    "POST /signout");

    private Routes() {}

    private static Route reads(String request) {
        return nothing(request, "it reads");
    }

    private static Route nothing(String request, String because) {
        return new Route(request, new Effect.Nothing(because));
    }

    private static Route records(String request, String... actions) {
        return new Route(request, new Effect.Records(List.of(actions)));
    }

    /** The routes that the compiled controllers declare. */
    static Set<String> declared() {
        JavaClasses classes =
                new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .importPackages("dev.sluice.server");
        Set<String> found = new TreeSet<>();
        classes.stream()
                .flatMap(type -> type.getMethods().stream())
                .forEach(method -> found.addAll(of(method)));
        found.addAll(ANSWERED_BY_FILTERS);
        return found;
    }

    private static List<String> of(JavaMethod method) {
        List<String> found = new ArrayList<>();
        for (JavaAnnotation<?> annotation : method.getAnnotations()) {
            String type = annotation.getRawType().getSimpleName();
            if (type.endsWith("Mapping")
                    && annotation
                            .getRawType()
                            .getPackageName()
                            .startsWith("org.springframework.web")) {
                String verb = type.substring(0, type.length() - "Mapping".length());
                String shown = verb.equals("Request") ? "ANY" : verb.toUpperCase(Locale.ROOT);
                for (String path : paths(annotation)) {
                    found.add(shown + " " + path);
                }
            }
        }
        return found;
    }

    private static List<String> paths(JavaAnnotation<?> annotation) {
        List<String> paths = new ArrayList<>();
        for (String property : List.of("value", "path")) {
            annotation.get(property).ifPresent(value -> paths.addAll(List.of((String[]) value)));
        }
        return paths;
    }
}
