package dev.sluice.server.federation;

import dev.sluice.core.ReasonCode;
import dev.sluice.core.SluiceException;
import dev.sluice.core.TenantId;
import dev.sluice.server.identity.Account.Role;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An identity provider that a tenant trusts.
 *
 * @param name its place in addresses: lower case letters, digits and hyphens
 * @param label what its button says
 */
public record IdentityProvider(
        TenantId tenant, String name, String label, Registration registration, Rules rules) {
    static final int LABEL_CHARACTERS_MAX = 60;
    static final int DOMAINS_MAX = 50;
    static final int GROUPS_MAX = 200;

    private static final Pattern NAME = Pattern.compile("[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?");
    private static final Pattern DOMAIN =
            Pattern.compile("(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]{2,63}");

    public IdentityProvider {
        require(NAME.matcher(name).matches(), "name", "is up to 32 of a-z, 0-9 and hyphens.");
        require(
                !label.isBlank()
                        && label.length() <= LABEL_CHARACTERS_MAX
                        && label.chars().noneMatch(Character::isISOControl),
                "label",
                "is a text of up to 60 characters.");
    }

    /**
     * What the issuer knows us as.
     *
     * @param issuer as its tokens name it
     * @param confidential whether we have a secret there
     */
    public record Registration(String issuer, String clientId, boolean confidential) {
        static final int CHARACTERS_MAX = 500;

        public Registration {
            require(
                    issuer.length() <= CHARACTERS_MAX && Issuers.address(issuer).isPresent(),
                    "issuer",
                    "is an https address without a query, such as https://id.example.org.");
            require(
                    !clientId.isBlank()
                            && clientId.length() <= CHARACTERS_MAX
                            && clientId.chars().allMatch(c -> c > ' ' && c < 127),
                    "client_id",
                    "is the id that the issuer gave to Sluice.");
        }
    }

    /**
     * What its word is worth.
     *
     * @param domains of the e-mail addresses that may come, empty for any
     * @param links whether the issuer decides who owns an address of these domains, so that an
     *     account that is there already is theirs
     * @param makesAccounts whether somebody who comes for the first time gets an account
     * @param groupsClaim the claim with the person's groups, null for none
     * @param groupRoles the role that being in a group gives; of several, the one that may most
     * @param defaultRole of those in none of these groups; null when they may not come
     * @param only whether passwords are off: every account of the tenant comes this way
     * @param rechecks whether the issuer is asked again whenever a program refreshes its token
     */
    public record Rules(
            List<String> domains,
            boolean links,
            boolean makesAccounts,
            @Nullable String groupsClaim,
            Map<String, Role> groupRoles,
            @Nullable Role defaultRole,
            boolean only,
            boolean rechecks) {
        public Rules {
            domains = List.copyOf(domains);
            groupRoles = Map.copyOf(groupRoles);
            require(
                    domains.size() <= DOMAINS_MAX
                            && domains.stream().allMatch(it -> DOMAIN.matcher(it).matches()),
                    "email_domains",
                    "are up to 50 domains in lower case, such as example.org.");
            require(
                    !links || !domains.isEmpty(),
                    "links_accounts",
                    "needs email_domains: for which addresses is the issuer's word enough?");
            require(
                    groupsClaim == null || (!groupsClaim.isBlank() && groupsClaim.length() <= 200),
                    "groups_claim",
                    "is the name of a claim.");
            require(
                    groupRoles.size() <= GROUPS_MAX
                            && groupRoles.keySet().stream().allMatch(IdTokens::isGroup)
                            && (groupRoles.isEmpty() || groupsClaim != null),
                    "group_roles",
                    "are up to 200 groups of the groups_claim.");
            require(
                    !makesAccounts
                            || !domains.isEmpty()
                            || (!groupRoles.isEmpty() && defaultRole == null),
                    "makes_accounts",
                    "needs email_domains, or group_roles without a default_role: else everybody"
                            + " whom the issuer knows would get an account.");
        }

        /** Whether the issuer decides on roles, at every sign-in and not at the first alone. */
        boolean governsRoles() {
            return !groupRoles.isEmpty();
        }

        /** The role of somebody in these groups; empty when they may not come. */
        Optional<Role> role(Collection<String> groups) {
            return groups.stream()
                    .map(groupRoles::get)
                    .filter(java.util.Objects::nonNull)
                    .min(Role::compareTo)
                    .or(() -> Optional.ofNullable(defaultRole));
        }

        /** Whether somebody with this address may come at all. */
        boolean admits(String email) {
            String domain = email.substring(email.lastIndexOf('@') + 1);
            return domains.isEmpty() || domains.contains(domain);
        }

        /** In the order in which they are shown. */
        SortedMap<String, Role> sortedGroupRoles() {
            return new TreeMap<>(groupRoles);
        }
    }

    private static void require(boolean holds, String argument, String message) {
        if (!holds) {
            throw new SluiceException(
                    ReasonCode.INVALID_ARGUMENT,
                    argument + " " + message,
                    Map.of("argument", argument));
        }
    }
}
