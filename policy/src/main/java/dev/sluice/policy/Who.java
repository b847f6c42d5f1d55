package dev.sluice.policy;

import dev.sluice.core.Principal;
import java.util.Optional;
import java.util.Set;

/**
 * Somebody whom an administrator asks about.
 *
 * @param name a user or client as the bindings name them, or an agent
 * @param throughAgent the agent that a user acts through, empty when the user acts alone
 * @param groups the groups of the user, as the identity provider calls them
 */
public record Who(Kind kind, String name, Optional<String> throughAgent, Set<String> groups) {
    public Who {
        groups = Set.copyOf(groups);
    }

    /** What a name stands for. */
    public enum Kind {
        /** A user or a client: what its roles show, narrowed by the agent where there is one. */
        USER,
        /** Anybody in a group whom no binding names: what the group's roles show. */
        GROUP,
        /** An agent, for whomever it acts: the most that anybody sees through it. */
        AGENT
    }

    /** A user, acting alone. */
    public static Who user(String name) {
        return new Who(Kind.USER, name, Optional.empty(), Set.of());
    }

    /** Somebody in this group, and in no other, acting alone. */
    public static Who group(String name) {
        return new Who(Kind.GROUP, name, Optional.empty(), Set.of(name));
    }

    /** An agent, for whomever it acts. */
    public static Who agent(String name) {
        return new Who(Kind.AGENT, name, Optional.empty(), Set.of());
    }

    /**
     * Who a caller is: an agent that acts for itself has what the file gives to the agent, however
     * the client that it comes as is bound.
     */
    static Who of(Principal caller) {
        String agent = caller.agent();
        Who user = user(caller.bindingName()).in(caller.groups());
        if (agent == null) {
            return user;
        }
        return caller.actsForItself() ? agent(agent) : user.through(agent);
    }

    /** This user, acting through the agent. */
    public Who through(String agent) {
        return new Who(kind, name, Optional.of(agent), groups);
    }

    /** This user, being in the groups. */
    public Who in(Set<String> groups) {
        return new Who(kind, name, throughAgent, groups);
    }

    /** For people. */
    public String shown() {
        return switch (kind) {
            case USER -> throughAgent.map(agent -> name + " through " + agent).orElse(name);
            case GROUP -> "the group " + name;
            case AGENT -> "the agent " + name;
        };
    }
}
