package dev.sluice.server.mcp;

import dev.sluice.core.ReasonCode;
import dev.sluice.core.SluiceException;
import dev.sluice.server.json.ErrorObject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** From what a tool, a prompt or a resource threw to what the caller is told, and the log. */
final class Failures {
    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

    private Failures() {}

    /**
     * Logs what is not the caller's doing.
     *
     * @param name of what threw it
     */
    static ErrorObject told(RuntimeException failure, String name, CallContext context) {
        if (failure instanceof SluiceException known) {
            if (known.code().kind() == ReasonCode.Kind.FAILED) {
                log(known, known.code(), name, context);
            }
            return ErrorObject.of(known, context.requestId());
        }
        log(failure, ReasonCode.INTERNAL, name, context);
        return new ErrorObject(
                ReasonCode.INTERNAL,
                "Answering failed through a defect of Sluice; the request id leads to the log.",
                context.requestId());
    }

    private static void log(
            RuntimeException failure, ReasonCode code, String name, CallContext context) {
        LOG.atWarn()
                .addKeyValue("called", name)
                .addKeyValue("tenant", context.caller().principal().tenant())
                .addKeyValue("code", code)
                .addKeyValue("request_id", context.requestId())
                .setCause(failure)
                .log("call failed");
    }
}
