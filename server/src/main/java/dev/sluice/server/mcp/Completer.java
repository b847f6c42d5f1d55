package dev.sluice.server.mcp;

import dev.sluice.server.access.Authentication.Authenticated;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Proposes values while a person types an argument of a prompt or of a template. */
@FunctionalInterface
public interface Completer {
    /** Values in one answer. */
    int VALUES_MAX = 100;

    /**
     * Proposes values, the best first.
     *
     * @return empty when the caller has no such prompt, template or argument
     */
    Optional<Proposals> complete(Question question);

    /**
     * What is being typed.
     *
     * @param argument the name of the argument or variable
     * @param typed the value so far
     * @param others the values of the arguments that are filled in already
     */
    record Question(
            Authenticated caller,
            Target target,
            String argument,
            String typed,
            Map<String, String> others) {
        public Question {
            others = Map.copyOf(others);
        }
    }

    /** Where it is being typed. */
    sealed interface Target {
        record OfPrompt(String name) implements Target {}

        record OfTemplate(String uri) implements Target {}
    }

    /**
     * The values.
     *
     * @param values at most {@link #VALUES_MAX} are sent
     * @param more whether there are more than these
     */
    record Proposals(List<String> values, boolean more) {
        public Proposals {
            values = List.copyOf(values);
        }
    }
}
