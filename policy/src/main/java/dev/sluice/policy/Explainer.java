package dev.sluice.policy;

import dev.sluice.core.Policy;
import dev.sluice.core.ReasonCode;
import dev.sluice.core.Schema;
import dev.sluice.core.SluiceException;
import dev.sluice.guard.Guard;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Function;

/**
 * Explains what a policy file makes of somebody's question, for administrators. Compiles what it
 * needs once; for use by one thread.
 */
public final class Explainer {
    private final PolicyFile file;
    private final Function<String, Schema> catalogues;
    private final Map<Asked, Decider> deciders = new HashMap<>();

    /**
     * @param catalogues what a source's database holds; throws a {@link SluiceException} for a
     *     source that it does not know
     */
    public Explainer(PolicyFile file, Function<String, Schema> catalogues) {
        this.file = file;
        this.catalogues = catalogues;
    }

    private record Asked(Who who, String source) {}

    /** What decides on somebody's questions to one source. */
    public record Decider(Policy policy, Guard guard) {}

    /**
     * The decision and its reasons in the form of {@link Explained}.
     *
     * @param source empty when only one is visible to them
     * @param claims what row filters may refer to
     * @throws SluiceException {@code SOURCE_UNKNOWN} when they see nothing of it, {@code
     *     INVALID_ARGUMENT} when a source has to be named, {@code POLICY_INVALID} when the file
     *     does not fit the catalogue
     */
    public SequencedMap<String, Object> explain(
            Who who, Optional<String> source, String sql, Map<String, String> claims) {
        Decider decider = decider(who, source);
        return Explained.of(
                who.shown(), decider.policy().source(), decider.guard().explain(sql, claims));
    }

    /**
     * What decides on their questions.
     *
     * @param source empty when only one is visible to them
     * @throws SluiceException as {@link #explain}
     */
    public Decider decider(Who who, Optional<String> source) {
        String name = source.orElseGet(() -> onlySource(who));
        Decider decider = deciders.get(new Asked(who, name));
        if (decider == null) {
            decider = compiled(who, name);
            deciders.put(new Asked(who, name), decider);
        }
        return decider;
    }

    private Decider compiled(Who who, String source) {
        Policy policy =
                switch (file.policyFor(who, source)) {
                    case Grant.Granted(Policy granted) -> granted;
                    case Grant.Refused _ -> throw nothing(who, source);
                };
        Schema schema = catalogues.apply(source);
        List<PolicyProblem> problems = file.validate(Map.of(source, schema));
        if (!problems.isEmpty()) {
            throw problems.getFirst().asException();
        }
        return new Decider(policy, Guard.of(policy, schema));
    }

    private SluiceException nothing(Who who, String source) {
        String message =
                file.sources().contains(source)
                        ? "The policy shows nothing of the source '%s' to %s."
                                .formatted(Shown.name(source), who.shown())
                        : "The policy has no source '%s'.".formatted(Shown.name(source))
                                + NearestName.to(source, file.sources())
                                        .map(near -> " Did you mean '" + near + "'?")
                                        .orElse("");
        return new SluiceException(ReasonCode.SOURCE_UNKNOWN, message);
    }

    private String onlySource(Who who) {
        List<String> visible = List.copyOf(file.sourcesFor(who));
        return switch (visible.size()) {
            case 0 ->
                    throw new SluiceException(
                            ReasonCode.SOURCE_UNKNOWN,
                            "The policy shows no source to " + who.shown() + ".");
            case 1 -> visible.getFirst();
            default ->
                    throw new SluiceException(
                            ReasonCode.INVALID_ARGUMENT,
                            "Say which source is meant: " + String.join(", ", visible) + ".",
                            Map.of("argument", "source", "sources", visible));
        };
    }
}
