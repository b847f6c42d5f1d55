package dev.sluice.server.admin;

import dev.sluice.core.Principal;
import dev.sluice.core.ReasonCode;
import dev.sluice.core.SluiceException;
import dev.sluice.core.TenantId;
import dev.sluice.policy.NearestName;
import dev.sluice.policy.PolicyFile;
import dev.sluice.policy.Who;
import dev.sluice.server.identity.Account;
import dev.sluice.server.identity.Accounts;
import dev.sluice.server.identity.Client;
import dev.sluice.server.identity.Clients;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds whom an administrator means by a name. */
final class Callers {
    private final Clients clients;
    private final Accounts accounts;

    Callers(Clients clients, Accounts accounts) {
        this.clients = clients;
        this.accounts = accounts;
    }

    /**
     * A user, client or agent of the policy, or the one client of this name.
     *
     * @param through the agent that the user acts through, null when the user acts alone
     * @throws SluiceException {@code NOT_FOUND}, {@code INVALID_ARGUMENT} for a name of several
     */
    Who named(TenantId tenant, PolicyFile file, String name, @Nullable String through) {
        Optional<String> agent = Optional.ofNullable(through);
        if (file.users().contains(name) || (agent.isEmpty() && file.agents().contains(name))) {
            return file.who(name, agent).in(groups(tenant, name));
        }
        Set<String> groups = groups(tenant, name);
        if (agent.isPresent() && !file.agents().contains(agent.get())) {
            return file.who(name, agent); // which says that there is none
        }
        if (file.groups().stream().anyMatch(groups::contains)) {
            Who person = Who.user(name).in(groups);
            return agent.map(person::through).orElse(person);
        }
        List<Client> registered = clients.list(tenant);
        List<Client> called =
                registered.stream()
                        .filter(client -> client.name().equals(name) || client.id().equals(name))
                        .toList();
        return switch (called.size()) {
            case 0 -> throw unknown(tenant, file, registered, name);
            case 1 -> client(file, called.getFirst(), agent);
            default ->
                    throw new SluiceException(
                            ReasonCode.INVALID_ARGUMENT,
                            "Several clients are called '" + name + "'; give the id of one.",
                            Map.of("clients", called.stream().map(Client::id).toList()));
        };
    }

    /** What is known of somebody, as their own calls carry it. */
    Map<String, String> claims(TenantId tenant, Who who) {
        Map<String, String> claims = new HashMap<>();
        claims.put("tenant", tenant.value());
        if (who.kind() == Who.Kind.USER) {
            Optional<Account> person =
                    accounts.list(tenant).stream()
                            .filter(account -> account.email().value().equals(who.name()))
                            .findFirst();
            if (person.isPresent()) {
                claims.put("user.id", person.get().id().toString());
            } else if (!who.name().contains("@")) {
                claims.put("user.id", who.name());
                claims.put("client.id", who.name());
            }
            if (who.name().contains("@")) {
                claims.put(Principal.EMAIL, who.name());
            }
        }
        return claims;
    }

    private Set<String> groups(TenantId tenant, String name) {
        return Set.copyOf(accounts.groups(tenant, name));
    }

    private static Who client(PolicyFile file, Client client, Optional<String> agent) {
        String own = client.use().agent();
        if (own != null && agent.isEmpty()) {
            return file.who(own, agent);
        }
        if (!file.users().contains(client.id())) {
            throw new SluiceException(
                    ReasonCode.NOT_FOUND,
                    "The client '%s' (%s) has no role: no binding of the policy names it."
                            .formatted(client.name(), client.id()));
        }
        return file.who(client.id(), agent);
    }

    private SluiceException unknown(
            TenantId tenant, PolicyFile file, List<Client> registered, String name) {
        List<String> people =
                accounts.list(tenant).stream().map(Account::email).map(Object::toString).toList();
        if (people.contains(name)) {
            return new SluiceException(
                    ReasonCode.NOT_FOUND,
                    "'%s' has an account but no role: no binding of the policy names it."
                            .formatted(name));
        }
        List<String> known = new ArrayList<>(file.users());
        known.addAll(file.agents());
        registered.forEach(client -> known.add(client.name()));
        known.addAll(people);
        Optional<String> nearest = NearestName.to(name, known);
        return new SluiceException(
                ReasonCode.NOT_FOUND,
                "There is no user, client or agent '"
                        + name
                        + "'."
                        + nearest.map(near -> " Did you mean '" + near + "'?").orElse(""),
                nearest.<Map<String, Object>>map(near -> Map.of("nearest", near))
                        .orElseGet(Map::of));
    }
}
