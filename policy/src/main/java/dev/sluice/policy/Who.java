package dev.sluice.policy;

import dev.sluice.core.Principal;
import java.util.Optional;

/**
 * Somebody whom an administrator asks about.
 *
 * @param name a user or client as the bindings name them, or an agent
 * @param throughAgent the agent that a user acts through, empty when the user acts alone
 */
public record Who(Kind kind, String name, Optional<String> throughAgent) {

    /** What a name stands for. */
    public enum Kind {
        /** A user or a client: what its roles show, narrowed by the agent where there is one. */
        USER,
        /** An agent, for whomever it acts: the most that anybody sees through it. */
        AGENT
    }

    /** A user, acting alone. */
    public static Who user(String name) {
        return new Who(Kind.USER, name, Optional.empty());
    }

    /** An agent, for whomever it acts. */
    public static Who agent(String name) {
        return new Who(Kind.AGENT, name, Optional.empty());
    }

    /**
     * Who a caller is: an agent that acts for itself has what the file gives to the agent, however
     * the client that it comes as is bound.
     */
    static Who of(Principal caller) {
        String agent = caller.agent();
        if (agent == null) {
            return user(caller.bindingName());
        }
        return caller.actsForItself() ? agent(agent) : user(caller.bindingName()).through(agent);
    }

    /** This user, acting through the agent. */
    public Who through(String agent) {
        return new Who(kind, name, Optional.of(agent));
    }

    /** For people. */
    public String shown() {
        return switch (kind) {
            case USER -> throughAgent.map(agent -> name + " through " + agent).orElse(name);
            case AGENT -> "the agent " + name;
        };
    }
}
