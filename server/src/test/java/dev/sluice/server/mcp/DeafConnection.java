package dev.sluice.server.mcp;

import dev.sluice.server.json.JsonBytes;

/** A client that stays, and takes nothing but the answer. */
final class DeafConnection implements Connection {
    @Override
    public void onGone(Runnable action) {}

    @Override
    public boolean takesEvents() {
        return false;
    }

    @Override
    public boolean send(JsonBytes notification) {
        throw new AssertionError("takes no events");
    }

    @Override
    public boolean keepAlive() {
        throw new AssertionError("takes no events");
    }
}
