package dev.sluice.server.admin;

import dev.sluice.policy.PolicyFile;
import dev.sluice.policy.Who;
import dev.sluice.server.identity.Client;
import dev.sluice.server.identity.Clients;
import dev.sluice.server.tenant.Tenant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A tenant's agents, and what can be given to them: the policy in force beside the clients. */
public final class AgentCatalog {
    private final Clients clients;
    private final List<OfferedTool> tools;

    /**
     * @param tools every tool that this server has, in the order in which clients see them
     */
    public AgentCatalog(Clients clients, List<OfferedTool> tools) {
        this.clients = clients;
        this.tools = List.copyOf(tools);
    }

    /** A tool that a role can name. */
    public record OfferedTool(String name, String title, String description) {}

    /** A client that is the agent. */
    public record AgentClient(
            String clientId, String name, boolean exchangesTokens, boolean disabled) {}

    /**
     * An agent.
     *
     * @param inPolicy whether the policy in force has it; its clients are refused when not
     * @param role null when it is not in the policy
     * @param sources that show it at least one table
     * @param tools that its role names and this server has
     * @param clients disabled ones included
     */
    public record Agent(
            String name,
            boolean inPolicy,
            @Nullable String role,
            List<String> sources,
            List<String> tools,
            List<AgentClient> clients) {
        public Agent {
            sources = List.copyOf(sources);
            tools = List.copyOf(tools);
            clients = List.copyOf(clients);
        }
    }

    /**
     * A source that a role can name.
     *
     * @param connected whether there is a connection of this name
     * @param tables that the policy exposes
     */
    public record OfferedSource(String name, boolean connected, List<String> tables) {
        public OfferedSource {
            tables = List.copyOf(tables);
        }
    }

    /** The agents, and everything that a role of theirs can name. */
    public record Catalog(
            List<Agent> agents, List<OfferedTool> tools, List<OfferedSource> sources) {
        public Catalog {
            agents = List.copyOf(agents);
            tools = List.copyOf(tools);
            sources = List.copyOf(sources);
        }
    }

    /** The agents of the policy in its order, then those that only clients name, by name. */
    public List<Agent> agents(Tenant tenant) {
        PolicyFile file = tenant.currentState().file();
        List<Client> all = clients.list(tenant.id());
        Set<String> unknown = new TreeSet<>();
        all.forEach(client -> {
            if (client.use().agent() != null) {
                unknown.add(client.use().agent());
            }
        });
        unknown.removeAll(file.agents());
        List<Agent> agents = new ArrayList<>();
        file.agents().forEach(name -> agents.add(known(file, name, all)));
        unknown.forEach(name ->
                agents.add(new Agent(name, false, null, List.of(), List.of(), of(name, all))));
        return agents;
    }

    /** The agents, the tools and the sources. */
    public Catalog catalog(Tenant tenant) {
        return new Catalog(agents(tenant), tools, sources(tenant));
    }

    private Agent known(PolicyFile file, String name, List<Client> all) {
        Who who = Who.agent(name);
        Set<String> granted = file.toolsFor(who);
        return new Agent(
                name,
                true,
                file.roleOfAgent(name),
                List.copyOf(file.sourcesFor(who)),
                tools.stream().map(OfferedTool::name).filter(granted::contains).toList(),
                of(name, all));
    }

    private static List<AgentClient> of(String agent, List<Client> all) {
        return all.stream()
                .filter(client -> agent.equals(client.use().agent()))
                .map(client ->
                        new AgentClient(
                                client.id(),
                                client.name(),
                                client.use().grants().contains(Clients.TOKEN_EXCHANGE),
                                client.disabled()))
                .toList();
    }

    private static List<OfferedSource> sources(Tenant tenant) {
        var state = tenant.currentState();
        return state.file().sources().stream()
                .map(name ->
                        new OfferedSource(
                                name,
                                state.connection(name).isPresent(),
                                state.file().tables(name).stream().map(Object::toString).toList()))
                .toList();
    }
}
