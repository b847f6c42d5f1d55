package dev.sluice.vault;

import dev.sluice.core.ReasonCode;
import dev.sluice.core.Secret;
import dev.sluice.core.SluiceException;
import dev.sluice.vault.DataKeyStore.StoredKey;
import dev.sluice.vault.DataKeyStore.WrappedKey;
import java.util.ArrayList;
import java.util.List;

/**
 * Wraps every data key anew, under the keys that a ring wraps with now. What is sealed under the
 * data keys stays as it is, and readable throughout. Each key is replaced by itself: a rotation
 * that was killed goes on where it was when it is started again, and several at once do no harm.
 */
public final class KeyRotation {
    private final KeyRing ring;
    private final DataKeyStore store;
    private final DataKeys dataKeys;

    /** The ring stays the caller's to close. */
    public KeyRotation(KeyRing ring, DataKeyStore store) {
        this.ring = ring;
        this.store = store;
        this.dataKeys = new DataKeys(ring);
    }

    /** What everything is wrapped under after {@link #run}. */
    public KeyNames current() {
        return ring.current();
    }

    /** Whether there are other keys than the current ones to change from. */
    public boolean changing() {
        return ring.changing();
    }

    /** Where one data key stands. */
    public enum Standing {
        /** Under the keys that wrap now. */
        CURRENT,
        /** Under others that the ring has. */
        READABLE,
        /** Under keys that the ring does not have, or not readable at all. */
        LOST
    }

    /** One data key and what it is wrapped under. */
    public record Entry(String tenant, int version, KeyNames names, Standing standing) {}

    /** How far a rotation has come. */
    public interface Progress {
        /**
         * After each key.
         *
         * @param done of {@code all}, those that were current already among them
         */
        void at(int done, int all, String tenant);
    }

    /**
     * What a rotation did.
     *
     * @param failed what could not be opened, and so stays as it is
     */
    public record Result(int rewrapped, int current, List<Entry> failed) {
        public Result {
            failed = List.copyOf(failed);
        }
    }

    /** Every data key there is, by tenant; opens none. */
    public List<Entry> status() {
        return store.all().stream().map(this::entry).toList();
    }

    private Entry entry(StoredKey stored) {
        KeyNames names;
        try {
            names = DataKeys.names(stored.key());
        } catch (SluiceException _) {
            return new Entry(
                    stored.tenant().value(),
                    stored.key().version(),
                    new KeyNames("", ""),
                    Standing.LOST);
        }
        Standing standing =
                names.equals(ring.current())
                        ? Standing.CURRENT
                        : ring.has(names) ? Standing.READABLE : Standing.LOST;
        return new Entry(stored.tenant().value(), stored.key().version(), names, standing);
    }

    /**
     * Wraps anew what is not under the current keys. One that does not open is passed over and
     * reported; that a store or a key service cannot be reached ends the rotation with its failure.
     */
    public Result run(Progress progress) {
        List<StoredKey> all = store.all();
        int rewrapped = 0;
        int current = 0;
        List<Entry> failed = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            StoredKey stored = all.get(i);
            Entry entry = entry(stored);
            switch (entry.standing()) {
                case CURRENT -> current++;
                case LOST -> failed.add(entry);
                case READABLE -> {
                    if (rewrap(stored)) {
                        rewrapped++;
                    } else {
                        failed.add(entry);
                    }
                }
            }
            progress.at(i + 1, all.size(), entry.tenant());
        }
        return new Result(rewrapped, current, failed);
    }

    private boolean rewrap(StoredKey stored) {
        try (Secret key = dataKeys.open(stored.tenant(), stored.key())) {
            WrappedKey fresh = dataKeys.wrap(stored.tenant(), stored.key().version(), key);
            // Opened again before the old one goes: a key service that wraps into nothing would
            // destroy what is sealed under it.
            dataKeys.open(stored.tenant(), fresh).close();
            store.replace(stored.tenant(), stored.key(), fresh);
            return true;
        } catch (SluiceException e) {
            if (e.code() == ReasonCode.SEAL_BROKEN) {
                return false;
            }
            throw e;
        }
    }
}
