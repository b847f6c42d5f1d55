package dev.sluice.server.api;

import dev.sluice.server.access.Authentication.Authenticated;
import dev.sluice.server.control.StatusView;
import dev.sluice.server.permission.Permission;
import dev.sluice.server.permission.Requires;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/v1/status}. */
@RestController
@Requires(Permission.STATUS)
public final class StatusController {
    private final StatusView view;

    public StatusController(StatusView view) {
        this.view = view;
    }

    /** What the status page shows, for programs. */
    record Status(String version, boolean storeReady, String store, int connections, int sources) {}

    @GetMapping("/api/v1/status")
    Status status(Authenticated caller) {
        StatusView.Status status = view.status(caller.principal().tenant());
        return new Status(
                status.version(),
                status.storeReady(),
                status.store(),
                status.connections(),
                status.sources());
    }
}
