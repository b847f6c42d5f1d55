package dev.sluice.server.api;

import dev.sluice.core.ReasonCode;
import dev.sluice.core.SluiceException;
import dev.sluice.server.access.Authentication.Authenticated;
import dev.sluice.server.admin.PolicyService;
import dev.sluice.server.control.RequestId;
import dev.sluice.server.permission.Permission;
import dev.sluice.server.permission.Requires;
import dev.sluice.server.policy.AppliedPolicy;
import dev.sluice.server.tenant.Tenant;
import java.time.Instant;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/v1/policy}: the policy in force, and putting another one in force. */
@RestController
@Requires(Permission.POLICY)
public final class PolicyController {
    private final AdminTenants tenants;
    private final PolicyService policies;

    public PolicyController(AdminTenants tenants, PolicyService policies) {
        this.tenants = tenants;
        this.policies = policies;
    }

    /** The file as it was applied. */
    record Shown(long version, String yaml, String appliedBy, Instant appliedAt) {}

    /** What applying it came to. */
    record Applied(long version, List<String> sources, List<String> warnings) {}

    @GetMapping("/api/v1/policy")
    Shown show(Authenticated caller) {
        AppliedPolicy policy =
                tenants.of(caller)
                        .currentState()
                        .applied()
                        .orElseThrow(() ->
                                new SluiceException(
                                        ReasonCode.NOT_FOUND,
                                        "No policy was applied yet: sluice policy apply -f"
                                                + " FILE"));
        return new Shown(policy.version(), policy.yaml(), policy.appliedBy(), policy.appliedAt());
    }

    @PutMapping(
            path = "/api/v1/policy",
            consumes = {"application/yaml", "text/plain"})
    Applied apply(Authenticated caller, RequestId request, @RequestBody String yaml) {
        Tenant tenant = tenants.of(caller);
        PolicyService.Applied applied =
                policies.apply(tenant, yaml, AdminTenants.actor(caller, request));
        return new Applied(applied.version(), applied.sources(), applied.warnings());
    }
}
