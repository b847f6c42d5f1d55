package dev.sluice.server.signin;

import dev.sluice.core.TenantId;
import java.util.List;
import java.util.Optional;

/** The ways into a tenant besides a password. */
public interface OtherWays {
    /**
     * A link on the sign-in page.
     *
     * @param path with everything that the way needs to lead on
     */
    record Way(String label, String path) {}

    /** The tenant's ways; none of a tenant that does not exist. */
    List<Way> of(TenantId tenant, Optional<Continuation> on);

    /** The same for somebody who takes up an invitation. */
    List<Way> ofInvited(TenantId tenant, String invitation);

    /** Whether nobody of the tenant has a password. */
    boolean areTheOnlyWay(TenantId tenant);
}
