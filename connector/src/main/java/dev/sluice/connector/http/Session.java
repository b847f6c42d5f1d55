package dev.sluice.connector.http;

import java.util.Map;

/** Calls of one service with the authorization that it wants; a stale token is replaced once. */
public final class Session implements AutoCloseable {
    private static final int UNAUTHORIZED = 401;

    private final HttpCalls calls;
    private final Authorization authorization;

    /** Closes both when it is closed. */
    public Session(HttpCalls calls, Authorization authorization) {
        this.calls = calls;
        this.authorization = authorization;
    }

    /** As {@link HttpCalls#send}, authorized. */
    public HttpReply send(HttpCall call, Stop stop) throws SourceFailure {
        Map<String, String> headers = authorization.headers(stop);
        HttpReply reply = calls.send(call.with(headers), stop);
        if (reply.status() == UNAUTHORIZED && authorization.refused(headers)) {
            reply = calls.send(call.with(authorization.headers(stop)), stop);
        }
        return reply;
    }

    @Override
    public void close() {
        authorization.close();
        calls.close();
    }
}
