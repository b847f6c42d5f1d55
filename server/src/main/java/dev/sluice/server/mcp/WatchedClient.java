package dev.sluice.server.mcp;

import dev.sluice.server.http.ClientWatch;
import dev.sluice.server.json.JsonBytes;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The client of one HTTP request, watched from the moment that a tool asks for it. */
final class WatchedClient implements Connection, AutoCloseable {
    private final ClientWatch clientWatch;
    private final HttpServletRequest request;
    private final HttpServletResponse response;
    private final List<Runnable> actions = new ArrayList<>();
    private ClientWatch.@Nullable Watch watch;
    private boolean gone;
    private boolean closed;

    /** Held while an event is written, so that events do not mix; never together with this. */
    private final Object writing = new Object();

    private @Nullable EventStream stream;

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

    @Override
    public boolean takesEvents() {
        return MediaRules.takesEvents(request);
    }

    @Override
    public boolean send(JsonBytes notification) {
        return write(events -> events.message(notification));
    }

    @Override
    public boolean keepAlive() {
        return write(EventStream::comment);
    }

    /** The stream that the answer belongs to, empty when nothing was sent before it. */
    Optional<EventStream> stream() {
        synchronized (writing) {
            return Optional.ofNullable(stream);
        }
    }

    /** To be closed before the answer is written. */
    @Override
    public void close() {
        ClientWatch.Watch ended;
        // Waits for an event that is just being written.
        synchronized (writing) {
            synchronized (this) {
                closed = true;
                ended = watch;
            }
        }
        if (ended != null && !ended.end()) {
            response.setHeader("Connection", "close");
        }
    }

    @FunctionalInterface
    private interface Event {
        void writeTo(EventStream stream) throws IOException;
    }

    private boolean write(Event event) {
        synchronized (writing) {
            if (isOver()) {
                return false;
            }
            try {
                if (stream == null) {
                    stream = new EventStream(response);
                }
                event.writeTo(stream);
                return true;
            } catch (IOException e) {
                clientIsGone();
                return false;
            }
        }
    }

    private synchronized boolean isOver() {
        return gone || closed;
    }

    private void clientIsGone() {
        List<Runnable> due;
        synchronized (this) {
            due = closed || gone ? List.of() : List.copyOf(actions);
            gone = true;
        }
        due.forEach(action -> Thread.ofVirtual().name("client-gone").start(action));
    }
}
