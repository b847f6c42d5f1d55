package dev.sluice.server.control;

import dev.sluice.core.Principal;
import dev.sluice.server.access.Authentication.Authenticated;
import dev.sluice.server.permission.Permission;
import dev.sluice.server.permission.Requires;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Tells the caller who the server takes it for. */
@RestController
@Requires(Permission.WHO_AM_I)
final class WhoamiController {
    static final String PATH = "/api/v1/whoami";

    /**
     * The principal of the token.
     *
     * @param user the name that policies bind to roles: a person's address, or a client's id
     */
    record Whoami(
            String tenant,
            String user,
            String client,
            @Nullable String agent,
            List<String> scopes) {}

    @GetMapping(PATH)
    Whoami whoami(Authenticated caller) {
        Principal principal = caller.principal();
        return new Whoami(
                principal.tenant().value(),
                principal.bindingName(),
                principal.client(),
                principal.agent(),
                principal.scopes().stream().sorted().toList());
    }
}
