package dev.sluice.server.http;

import dev.sluice.core.ReasonCode;
import dev.sluice.server.json.ErrorObject;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * The place of the control plane: says "starting" until it is there. Its requests run on a few
 * threads of their own, which the operating system shares out fairly: strangers may send them, and
 * however many they send, the virtual threads that answer queries go on.
 */
final class ControlPlaneSlot extends Handler.Wrapper {
    static final int AT_ONCE_MAX = 16;

    /** Requests that wait for a thread; further ones are refused. */
    static final int WAITING_MAX = 256;

    private static final int IDLE_SECONDS = 60;

    private final ExecutorService threads = threads();

    ControlPlaneSlot() {
        super(true);
    }

    private static ExecutorService threads() {
        ThreadPoolExecutor threads =
                new ThreadPoolExecutor(
                        AT_ONCE_MAX,
                        AT_ONCE_MAX,
                        IDLE_SECONDS,
                        TimeUnit.SECONDS,
                        new ArrayBlockingQueue<>(WAITING_MAX),
                        Thread.ofPlatform().daemon().name("control-", 0).factory());
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        if (getHandler() == null) {
            refuse(
                    "The control plane is starting; try again shortly.",
                    request,
                    response,
                    callback);
            return true;
        }
        try {
            threads.execute(() -> answer(request, response, callback));
        } catch (RejectedExecutionException e) {
            refuse("Too many requests at once; try again shortly.", request, response, callback);
        }
        return true;
    }

    private void answer(Request request, Response response, Callback callback) {
        try {
            if (!super.handle(request, response, callback)) {
                Response.writeError(request, response, callback, 404);
            }
        } catch (Exception e) {
            Response.writeError(request, response, callback, e);
        }
    }

    private static void refuse(
            String message, Request request, Response response, Callback callback) {
        ErrorAnswers.write(
                response,
                callback,
                new ErrorObject(
                        ReasonCode.OVERLOADED,
                        message,
                        request.getAttribute(RequestId.ATTRIBUTE) instanceof String id
                                ? id
                                : RequestId.next()));
    }
}
