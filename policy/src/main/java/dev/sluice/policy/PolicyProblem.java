package dev.sluice.policy;

import dev.sluice.core.ReasonCode;
import dev.sluice.core.SluiceException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One reason why a policy file cannot be used.
 *
 * @param place where it stands in the file
 * @param key the path to it, for example {@code sources.shop.tables.shop.orders.row_filter}
 * @param message one sentence that never quotes a row filter
 * @param nearest the known name that was probably meant
 */
public record PolicyProblem(Place place, String key, String message, Optional<String> nearest) {

    static PolicyProblem at(Place place, String key, String message) {
        return new PolicyProblem(place, key, message, Optional.empty());
    }

    /** A name that is not among the known ones; says which of them was probably meant. */
    static PolicyProblem unknown(
            Place place, String key, String message, Iterable<String> knownNames, String name) {
        Optional<String> nearest = NearestName.to(name, knownNames);
        String hint =
                nearest.map(known -> message + " Did you mean '" + known + "'?").orElse(message);
        return new PolicyProblem(place, key, hint, nearest);
    }

    /**
     * The failure that tells a caller; its details hold {@code line}, {@code column}, {@code key}.
     */
    public SluiceException asException() {
        return new SluiceException(
                ReasonCode.POLICY_INVALID, "Policy, " + place + ": " + message, details());
    }

    /** {@code line}, {@code column}, {@code key} and, where there is one, {@code nearest}. */
    public Map<String, Object> details() {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("line", place.line());
        details.put("column", place.column());
        details.put("key", key);
        nearest.ifPresent(known -> details.put("nearest", known));
        return details;
    }
}
