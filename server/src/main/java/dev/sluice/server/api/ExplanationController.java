package dev.sluice.server.api;

import dev.sluice.core.ReasonCode;
import dev.sluice.core.SluiceException;
import dev.sluice.server.access.Authentication.Authenticated;
import dev.sluice.server.access.RecentLogin;
import dev.sluice.server.admin.ExplanationService;
import dev.sluice.server.control.RequestId;
import dev.sluice.server.permission.Permission;
import dev.sluice.server.permission.Requires;
import dev.sluice.server.query.Answer;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/v1/policy/…}: what would become of somebody's question, and why. */
@RestController
@Requires(Permission.POLICY)
public final class ExplanationController {
    private final AdminTenants tenants;
    private final ExplanationService explanations;
    private final String dataScope;

    /**
     * @param dataScope what a token must have besides the API's own scope to be given rows
     */
    public ExplanationController(
            AdminTenants tenants, ExplanationService explanations, String dataScope) {
        this.tenants = tenants;
        this.explanations = explanations;
        this.dataScope = dataScope;
    }

    /** A question as it is sent. */
    record Wanted(
            @Nullable String sql,
            @Nullable String as,
            @Nullable String agent,
            @Nullable String source,
            @Nullable Map<String, String> claims,
            @Nullable String policy) {}

    @RecentLogin(false)
    @PostMapping("/api/v1/policy/explain")
    SequencedMap<String, Object> explain(Authenticated caller, @RequestBody Wanted wanted) {
        return explanations.explain(tenants.of(caller), asked(wanted));
    }

    /** The rows that somebody would get. */
    @RecentLogin(false)
    @PostMapping("/api/v1/policy/try")
    ResponseEntity<byte[]> answer(
            Authenticated caller, RequestId request, @RequestBody Wanted wanted) {
        if (!caller.principal().scopes().contains(dataScope)) {
            throw new SluiceException(
                    ReasonCode.INSUFFICIENT_SCOPE,
                    "Rows are data: the token needs the scope '" + dataScope + "' too.");
        }
        Answer answer =
                explanations.answer(tenants.of(caller), caller, asked(wanted), request.value());
        return switch (answer) {
            case Answer.Rows(var json) ->
                    ResponseEntity.ok()
                            .contentType(MediaType.APPLICATION_JSON)
                            .body(json.toByteArray());
            case Answer.Declined(var code, var message, var details) ->
                    throw new SluiceException(code, message, details);
            case Answer.SignInAgain(var challenge) ->
                    throw new SluiceException(challenge.code(), challenge.message());
        };
    }

    private static ExplanationService.Asked asked(Wanted wanted) {
        Map<String, String> claims = wanted.claims();
        if (claims != null && claims.containsValue(null)) {
            throw invalid("claims", "Every claim is text.");
        }
        return new ExplanationService.Asked(
                required("sql", wanted.sql()),
                required("as", wanted.as()),
                wanted.agent(),
                wanted.source(),
                claims == null ? Map.of() : claims,
                wanted.policy());
    }

    private static String required(String argument, @Nullable String value) {
        if (value == null || value.isBlank()) {
            throw invalid(argument, argument + " is missing.");
        }
        return value;
    }

    private static SluiceException invalid(String argument, String message) {
        return new SluiceException(
                ReasonCode.INVALID_ARGUMENT, message, Map.of("argument", argument));
    }
}
