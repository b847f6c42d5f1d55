package dev.sluice.server.api;

import dev.sluice.core.ReasonCode;
import dev.sluice.core.Secret;
import dev.sluice.core.SluiceException;
import dev.sluice.core.TenantId;
import dev.sluice.server.access.Authentication.Authenticated;
import dev.sluice.server.identity.Actor;
import dev.sluice.server.identity.Agency;
import dev.sluice.server.identity.Client;
import dev.sluice.server.identity.ClientBlocks;
import dev.sluice.server.identity.ClientBlocks.Visitor;
import dev.sluice.server.identity.Clients;
import dev.sluice.server.permission.Permission;
import dev.sluice.server.permission.Requires;
import dev.sluice.server.tenant.Tenants;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code /api/v1/admin/clients}: the tenant's OAuth clients, and those of nobody's that its people
 * use. Ids of the latter may be addresses, so that they stand in bodies and not in paths.
 */
@RestController
@Requires(Permission.CLIENTS)
public final class ClientsController {
    private final Clients clients;
    private final ClientBlocks blocks;
    private final Tenants tenants;

    /**
     * @param tenants say which agents their policies have
     */
    public ClientsController(Clients clients, ClientBlocks blocks, Tenants tenants) {
        this.clients = clients;
        this.blocks = blocks;
        this.tenants = tenants;
    }

    /**
     * A client as it is shown.
     *
     * @param own whether it is the tenant's; else {@code disabled} says that the tenant blocks it,
     *     or the deployment's operator has disabled it
     * @param agent the agent of the policy that it is, null for none
     * @param exchangesTokens whether it may exchange people's tokens (RFC 8693)
     */
    record Shown(
            String clientId,
            String name,
            String kind,
            boolean own,
            List<String> scopes,
            List<String> redirectUris,
            boolean hasSecret,
            @Nullable String agent,
            boolean exchangesTokens,
            boolean disabled,
            Instant createdAt) {
        static Shown of(Client client, boolean blocked) {
            return new Shown(
                    client.id(),
                    client.name(),
                    client.use().kind().name().toLowerCase(Locale.ROOT),
                    client.tenant() != null,
                    client.scopes(),
                    client.use().redirectUris(),
                    !client.isPublic(),
                    client.use().agent(),
                    client.use().grants().contains(Clients.TOKEN_EXCHANGE),
                    blocked || client.disabled(),
                    client.createdAt());
        }

        static Shown of(Visitor visitor) {
            return of(visitor.client(), visitor.blocked());
        }
    }

    /**
     * A client to be made.
     *
     * @param hasSecret false for a program on people's machines; a secret unless said otherwise
     * @param agent the agent of the policy that it is to be
     * @param exchangesTokens whether the agent may exchange people's tokens; not unless said so
     */
    record Wanted(
            @Nullable String name,
            @Nullable List<String> scopes,
            @Nullable List<String> redirectUris,
            @Nullable Boolean hasSecret,
            @Nullable String agent,
            @Nullable Boolean exchangesTokens) {
        @Nullable Agency agency() {
            boolean exchanges = Boolean.TRUE.equals(exchangesTokens);
            if (agent == null && exchanges) {
                throw new SluiceException(
                        ReasonCode.INVALID_ARGUMENT,
                        "Only an agent exchanges tokens.",
                        Map.of("argument", "exchanges_tokens"));
            }
            return agent == null ? null : new Agency(agent, exchanges);
        }
    }

    /** Which client is meant. */
    record Named(@Nullable String clientId) {
        String required() {
            if (clientId == null || clientId.isBlank()) {
                throw new SluiceException(
                        ReasonCode.INVALID_ARGUMENT,
                        "client_id is needed.",
                        Map.of("argument", "client_id"));
            }
            return clientId;
        }
    }

    @GetMapping("/api/v1/admin/clients")
    Map<String, List<Shown>> list(Authenticated caller) {
        TenantId tenant = caller.principal().tenant();
        return Map.of(
                "clients",
                Stream.concat(
                                clients.list(tenant).stream()
                                        .map(client -> Shown.of(client, false)),
                                blocks.visitors(tenant).stream().map(Shown::of))
                        .toList());
    }

    @PostMapping("/api/v1/admin/clients")
    @ResponseStatus(HttpStatus.CREATED)
    Map<String, Object> create(Authenticated caller, @RequestBody Wanted wanted) {
        Clients.NewClient asked =
                new Clients.NewClient(
                        caller.principal().tenant(),
                        Objects.requireNonNullElse(wanted.name(), ""),
                        Set.copyOf(Objects.requireNonNullElse(wanted.scopes(), List.of())),
                        Objects.requireNonNullElse(wanted.redirectUris(), List.of()),
                        wanted.agency());
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("warnings", warnings(asked));
        if (Boolean.FALSE.equals(wanted.hasSecret())) {
            answer.put("client", Shown.of(clients.createPublic(asked, actor(caller)), false));
            return answer;
        }
        Clients.Created created = clients.create(asked, actor(caller));
        answer.put("client", Shown.of(created.client(), false));
        try (Secret secret = created.secret()) { // shown this once
            answer.put("client_secret", new String(secret.reveal(), StandardCharsets.US_ASCII));
        }
        return answer;
    }

    private List<String> warnings(Clients.NewClient asked) {
        Agency agency = asked.agency();
        if (agency == null) {
            return List.of();
        }
        return tenants.of(asked.tenant()).currentState().knowsAgent(agency.agent())
                ? List.of()
                : List.of(
                        "The policy in force has no agent '"
                                + agency.agent()
                                + "'; the client is refused until it has.");
    }

    /** Ends a client of the tenant; keeps any other one away from the tenant's people. */
    @PostMapping("/api/v1/admin/clients/disable")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void disable(Authenticated caller, @RequestBody Named named) {
        TenantId tenant = caller.principal().tenant();
        String id = named.required();
        if (!clients.disable(tenant, id, actor(caller))
                && !blocks.block(tenant, id, actor(caller))) {
            throw unknown();
        }
    }

    /** Lets a client come again that is not the tenant's own. */
    @PostMapping("/api/v1/admin/clients/allow")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void allow(Authenticated caller, @RequestBody Named named) {
        if (!blocks.allow(caller.principal().tenant(), named.required(), actor(caller))) {
            throw unknown();
        }
    }

    private static Actor actor(Authenticated caller) {
        return new Actor(caller.principal().user());
    }

    private static SluiceException unknown() {
        return new SluiceException(ReasonCode.NOT_FOUND, "There is no such client.");
    }
}
