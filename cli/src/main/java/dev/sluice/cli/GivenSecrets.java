package dev.sluice.cli;

import dev.sluice.core.NamedSecrets;
import dev.sluice.core.Secret;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The secrets of one command, by name; closing it closes them. */
final class GivenSecrets implements AutoCloseable {
    private final Map<String, Secret> secrets = new LinkedHashMap<>();

    /** Takes the secret over. */
    void put(String name, Secret secret) {
        Secret old = secrets.put(name, secret);
        if (old != null) {
            old.close();
        }
    }

    Set<String> names() {
        return secrets.keySet();
    }

    boolean isEmpty() {
        return secrets.isEmpty();
    }

    /** The secrets themselves, which stay this object's. */
    Map<String, Secret> byName() {
        return secrets;
    }

    /**
     * All of them together, as they are sealed.
     *
     * @throws dev.sluice.core.SluiceException {@code INVALID_ARGUMENT} for too many, or a name that
     *     is none
     */
    NamedSecrets named() {
        return new NamedSecrets(secrets);
    }

    @Override
    public void close() {
        secrets.values().forEach(Secret::close);
        secrets.clear();
    }
}
