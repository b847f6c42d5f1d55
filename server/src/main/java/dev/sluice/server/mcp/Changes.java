package dev.sluice.server.mcp;

import dev.sluice.core.Principal;
import dev.sluice.server.mcp.Subscription.Change;
import dev.sluice.server.mcp.Subscription.Filter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Tells listening clients what has changed (MCP 2026-07-28, basic/patterns/subscriptions). Whoever
 * announces a change says who may learn of it. Used by many threads at once; to be closed before
 * the web server, which waits for open streams.
 */
public final class Changes implements AutoCloseable {
    /** Streams of one caller. */
    public static final int STREAMS_PER_CALLER_MAX = 8;

    /** Streams of all callers. */
    public static final int STREAMS_MAX = 256;

    private final List<Subscription> subscriptions = new ArrayList<>();
    private boolean closed;

    /** The list of tools has changed for these. */
    public void toolsChanged(Predicate<Principal> concerned) {
        announce(Change.TOOLS, concerned);
    }

    /** The list of prompts has changed for these. */
    public void promptsChanged(Predicate<Principal> concerned) {
        announce(Change.PROMPTS, concerned);
    }

    /** The list of resources has changed for these. */
    public void resourcesChanged(Predicate<Principal> concerned) {
        announce(Change.RESOURCES, concerned);
    }

    /** What is in a resource has changed; these can read it. */
    public void resourceUpdated(String uri, Predicate<Principal> concerned) {
        announce(Change.of(uri), concerned);
    }

    /** Ends all streams; there will be no new ones. */
    @Override
    public synchronized void close() {
        closed = true;
        subscriptions.forEach(Subscription::close);
    }

    /**
     * Opens a subscription, to be {@link #end ended} by the caller; empty when there are too many.
     */
    synchronized Optional<Subscription> subscribe(Principal caller, Filter filter) {
        long own = subscriptions.stream().filter(s -> isSame(s.caller(), caller)).count();
        if (own >= STREAMS_PER_CALLER_MAX || subscriptions.size() >= STREAMS_MAX) {
            return Optional.empty();
        }
        Subscription subscription = new Subscription(caller, filter);
        subscriptions.add(subscription);
        if (closed) {
            subscription.close();
        }
        return Optional.of(subscription);
    }

    /** How many are listening. */
    synchronized int streams() {
        return subscriptions.size();
    }

    synchronized void end(Subscription subscription) {
        subscription.close();
        subscriptions.remove(subscription);
    }

    private synchronized void announce(Change change, Predicate<Principal> concerned) {
        for (Subscription subscription : subscriptions) {
            if (concerned.test(subscription.caller())) {
                subscription.note(change);
            }
        }
    }

    private static boolean isSame(Principal one, Principal other) {
        return one.tenant().equals(other.tenant())
                && one.user().equals(other.user())
                && one.client().equals(other.client());
    }
}
