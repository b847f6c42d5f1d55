package dev.sluice.server.mcp;

import dev.sluice.core.Principal;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What one client listens for, and what of it has happened since it was last told. A change that
 * happens twice before it is told is told once, so what waits is never more than the filter names.
 */
final class Subscription implements AutoCloseable {
    private final Principal caller;
    private final Filter filter;
    private final Set<Change> waiting = new LinkedHashSet<>();
    private boolean closed;

    /**
     * Something that a client can listen for.
     *
     * @param method the notification that tells it
     * @param uri the resource, null when it is a list
     */
    record Change(String method, @Nullable String uri) {
        static final Change TOOLS = new Change("notifications/tools/list_changed", null);
        static final Change PROMPTS = new Change("notifications/prompts/list_changed", null);
        static final Change RESOURCES = new Change("notifications/resources/list_changed", null);

        static Change of(String uri) {
            return new Change("notifications/resources/updated", uri);
        }
    }

    /** What the client wants to be told. */
    record Filter(boolean tools, boolean prompts, boolean resources, Set<String> uris) {
        Filter {
            uris = Set.copyOf(uris);
        }

        boolean wants(Change change) {
            String uri = change.uri();
            return uri != null
                    ? uris.contains(uri)
                    : (tools && change.equals(Change.TOOLS))
                            || (prompts && change.equals(Change.PROMPTS))
                            || (resources && change.equals(Change.RESOURCES));
        }
    }

    Subscription(Principal caller, Filter filter) {
        this.caller = caller;
        this.filter = filter;
    }

    Principal caller() {
        return caller;
    }

    Filter filter() {
        return filter;
    }

    synchronized void note(Change change) {
        if (filter.wants(change) && waiting.add(change)) {
            notifyAll();
        }
    }

    /** Waits for changes; none when there were none in this time, or when it is over. */
    synchronized Set<Change> await(Duration max) throws InterruptedException {
        long end = System.nanoTime() + max.toNanos();
        long left = max.toNanos();
        while (waiting.isEmpty() && !closed && left > 0) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
            left = end - System.nanoTime();
        }
        Set<Change> changes = new LinkedHashSet<>(waiting);
        waiting.clear();
        return changes;
    }

    synchronized boolean isOver() {
        return closed;
    }

    @Override
    public synchronized void close() {
        closed = true;
        notifyAll();
    }
}
