package dev.sluice.policy;

/**
 * A name or text of the file, with where it stands.
 *
 * @param path the path to it, as in {@link PolicyProblem#key()}
 */
record PlacedName(String text, Place place, String path) {
    PolicyProblem problem(String message) {
        return PolicyProblem.at(place, path, message);
    }

    PolicyProblem unknown(String message, Iterable<String> knownNames) {
        return PolicyProblem.unknown(place, path, message, knownNames, text);
    }
}
