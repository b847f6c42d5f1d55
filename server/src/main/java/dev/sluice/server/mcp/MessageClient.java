package dev.sluice.server.mcp;

import dev.sluice.server.json.JsonBytes;
import dev.sluice.server.mcp.input.ClientCapability;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The client of one message, which says for itself what it wants to be told and asked. */
final class MessageClient implements Client {
    /** Notifications of progress for one request. */
    static final int NOTIFICATIONS_MAX = 1_000;

    /** Between two of them. */
    static final Duration PAUSE_MIN = Duration.ofMillis(20);

    private final Connection connection;
    private final Message.Request request;
    private final boolean modern;
    private double told = Double.NEGATIVE_INFINITY;
    private long toldAt;
    private int notifications;

    MessageClient(Connection connection, Message.Request request, Revision revision) {
        this.connection = connection;
        this.request = request;
        this.modern = revision.isModern();
    }

    @Override
    public void onGone(Runnable action) {
        connection.onGone(action);
    }

    @Override
    public Set<ClientCapability> capabilities() {
        return modern ? RequestMeta.capabilities(request.params()) : Set.of();
    }

    @Override
    public void progress(double done, @Nullable Double total, @Nullable String message) {
        String token = RequestMeta.progressToken(request.params());
        if (token == null || !connection.takesEvents() || !isDue(done)) {
            return;
        }
        JsonBytes notification =
                new JsonBytes()
                        .raw("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\",")
                        .raw("\"params\":{\"progressToken\":")
                        .raw(token)
                        .raw(",\"progress\":")
                        .value(done);
        if (total != null && Double.isFinite(total)) {
            notification.raw(",\"total\":").value(total);
        }
        if (message != null) {
            notification.raw(",\"message\":").string(message);
        }
        connection.send(notification.raw("}}"));
    }

    private synchronized boolean isDue(double done) {
        long now = System.nanoTime();
        boolean soon = notifications > 0 && now - toldAt < PAUSE_MIN.toNanos();
        // Written so that what is no number fails.
        if (!(done > told)
                || Double.isInfinite(done)
                || soon
                || notifications == NOTIFICATIONS_MAX) {
            return false;
        }
        told = done;
        toldAt = now;
        notifications++;
        return true;
    }
}
