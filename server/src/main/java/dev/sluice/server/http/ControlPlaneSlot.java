package dev.sluice.server.http;

import dev.sluice.core.ReasonCode;
import dev.sluice.server.json.ErrorObject;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** The place of the control plane: says "starting" until it is there. */
final class ControlPlaneSlot extends Handler.Wrapper {

    ControlPlaneSlot() {
        super(true);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        if (getHandler() != null) {
            return super.handle(request, response, callback);
        }
        ErrorAnswers.write(
                response,
                callback,
                new ErrorObject(
                        ReasonCode.OVERLOADED,
                        "The control plane is starting; try again shortly.",
                        request.getAttribute(RequestId.ATTRIBUTE) instanceof String id
                                ? id
                                : RequestId.next()));
        return true;
    }
}
