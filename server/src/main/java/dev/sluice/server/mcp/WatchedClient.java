package dev.sluice.server.mcp;

import dev.sluice.server.http.ClientWatch;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Watches the client of one HTTP request, from the moment that a tool asks for it. */
final class WatchedClient implements Call.Client, AutoCloseable {
    private final ClientWatch clientWatch;
    private final HttpServletRequest request;
    private final HttpServletResponse response;
    private final List<Runnable> actions = new ArrayList<>();
    private ClientWatch.@Nullable Watch watch;
    private boolean gone;
    private boolean closed;

    WatchedClient(
            ClientWatch clientWatch, HttpServletRequest request, HttpServletResponse response) {
        this.clientWatch = clientWatch;
        this.request = request;
        this.response = response;
    }

    @Override
    public void onGone(Runnable action) {
        synchronized (this) {
            if (!gone) {
                actions.add(action);
                if (watch == null) {
                    watch = clientWatch.watch(request, this::clientIsGone);
                }
                return;
            }
        }
        Thread.startVirtualThread(action);
    }

    /** To be closed before the answer is written. */
    @Override
    public void close() {
        ClientWatch.Watch ended;
        synchronized (this) {
            closed = true;
            ended = watch;
        }
        if (ended != null && !ended.end()) {
            response.setHeader("Connection", "close");
        }
    }

    private void clientIsGone() {
        List<Runnable> due;
        synchronized (this) {
            gone = true;
            due = closed ? List.of() : List.copyOf(actions);
        }
        due.forEach(Runnable::run);
    }
}
