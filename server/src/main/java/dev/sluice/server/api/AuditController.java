package dev.sluice.server.api;

import dev.sluice.core.ReasonCode;
import dev.sluice.core.SluiceException;
import dev.sluice.server.access.Authentication.Authenticated;
import dev.sluice.server.audit.LogReader;
import dev.sluice.server.permission.Permission;
import dev.sluice.server.permission.Requires;
import java.util.List;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/v1/audit}: the newest rows of the query log. */
@RestController
@Requires(Permission.LOGS)
public final class AuditController {
    private final AdminTenants tenants;

    public AuditController(AdminTenants tenants) {
        this.tenants = tenants;
    }

    @GetMapping("/api/v1/audit")
    Map<String, List<Map<String, Object>>> newest(
            Authenticated caller, @RequestParam(name = "limit", defaultValue = "50") int limit) {
        if (limit < 1 || limit > LogReader.ROWS_MAX) {
            throw new SluiceException(
                    ReasonCode.INVALID_ARGUMENT,
                    "limit must be between 1 and " + LogReader.ROWS_MAX + ".",
                    Map.of("argument", "limit"));
        }
        return Map.of("records", LogReader.newest(tenants.of(caller).store(), limit));
    }
}
