package dev.sluice.server.control;

import dev.sluice.core.TenantId;
import java.util.List;

/** What the status page shows of the rest of the server. */
@FunctionalInterface
public interface StatusView {
    /** The state of the server as this tenant may see it. */
    Status status(TenantId tenant);

    /**
     * One moment's state.
     *
     * @param version the server's version
     * @param storeReady whether the store answers
     * @param store a few words about it, for example {@code embedded PostgreSQL 18.6}
     * @param connections how many the tenant has
     * @param sources how many its policy offers
     * @param attach ways to attach a client, in the order to show them
     */
    record Status(
            String version,
            boolean storeReady,
            String store,
            int connections,
            int sources,
            List<Attach> attach) {
        public Status {
            attach = List.copyOf(attach);
        }
    }

    /**
     * One way to attach a client.
     *
     * @param title for whom it is
     * @param command what to run or to paste, may have several lines
     */
    record Attach(String title, String command) {}
}
