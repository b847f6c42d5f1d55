package dev.sluice.vault;

import dev.sluice.core.ReasonCode;
import dev.sluice.core.SluiceException;
import dev.sluice.core.TenantId;
import java.util.List;
import java.util.Optional;

/**
 * The master keys and key wrappers that a deployment has: one of each, or two while it changes from
 * one to another. The first of each wraps data keys from now on; all of them unwrap.
 */
public final class KeyRing implements AutoCloseable {
    private final List<MasterKey> masters;
    private final List<KeyWrapper> wrappers;

    /** Takes both over: closing the ring closes them. */
    public KeyRing(MasterKey master, KeyWrapper wrapper) {
        this(List.of(master), List.of(wrapper));
    }

    /**
     * Takes all of them over: closing the ring closes them.
     *
     * @param masters at least one, the one to wrap with first
     * @param wrappers the same
     */
    public KeyRing(List<MasterKey> masters, List<KeyWrapper> wrappers) {
        if (masters.isEmpty() || wrappers.isEmpty()) {
            throw new IllegalArgumentException("a ring has a master key and a wrapper");
        }
        for (KeyWrapper wrapper : wrappers) {
            if (wrapper.id().length() > KeyWrapper.ID_BYTES_MAX) {
                throw new IllegalArgumentException("id is too long: " + wrapper.id());
            }
        }
        this.masters = List.copyOf(masters);
        this.wrappers = List.copyOf(wrappers);
    }

    MasterKey master() {
        return masters.getFirst();
    }

    KeyWrapper wrapper() {
        return wrappers.getFirst();
    }

    /** What data keys are wrapped under from now on. */
    public KeyNames current() {
        return new KeyNames(master().name(), wrapper().id());
    }

    /** Whether there is more than one of either. */
    public boolean changing() {
        return masters.size() > 1 || wrappers.size() > 1;
    }

    /** Whether what was wrapped under these opens. */
    public boolean has(KeyNames names) {
        return find(names).isPresent();
    }

    /**
     * The keys of these names.
     *
     * @throws SluiceException {@code CONFIG_INVALID} when they are not here
     */
    Pair pair(TenantId tenant, KeyNames names) {
        return find(names).orElseThrow(() -> madeUnderOtherKeys(tenant));
    }

    record Pair(MasterKey master, KeyWrapper wrapper) {}

    private Optional<Pair> find(KeyNames names) {
        Optional<MasterKey> master =
                masters.stream().filter(key -> key.name().equals(names.master())).findFirst();
        Optional<KeyWrapper> wrapper =
                wrappers.stream().filter(key -> key.id().equals(names.wrapper())).findFirst();
        return master.flatMap(found -> wrapper.map(with -> new Pair(found, with)));
    }

    /** The usual cause is a lost or exchanged key, so this names what is configured now. */
    private SluiceException madeUnderOtherKeys(TenantId tenant) {
        return new SluiceException(
                ReasonCode.CONFIG_INVALID,
                "The data key of tenant "
                        + tenant
                        + " was wrapped under another master key or key wrapper than the ones"
                        + " configured now (master key "
                        + String.join(", ", masters.stream().map(MasterKey::name).toList())
                        + ", wrapper "
                        + String.join(", ", wrappers.stream().map(KeyWrapper::id).toList())
                        + "). Restore the keys that this data was made with.");
    }

    @Override
    public void close() {
        wrappers.forEach(KeyWrapper::close);
        masters.forEach(MasterKey::close);
    }
}
