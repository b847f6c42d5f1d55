package dev.sluice.cli.client;

import dev.sluice.core.ReasonCode;
import dev.sluice.core.SluiceException;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A command that ends without having done what was asked: the error object that a server answered
 * with, or one of our own in the same form.
 */
public final class CommandFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient ObjectNode error;

    private CommandFailure(String message, ObjectNode error) {
        super(message);
        this.error = error;
    }

    /** A failure found here. */
    public static CommandFailure of(ReasonCode code, String message) {
        return of(new SluiceException(code, message));
    }

    /** A failure found here, with its details. */
    public static CommandFailure of(SluiceException failure) {
        String message = Optional.ofNullable(failure.getMessage()).orElse(failure.code().meaning());
        ObjectNode error =
                Json.MAPPER
                        .createObjectNode()
                        .put("error", message)
                        .put("code", failure.code().name());
        error.set("details", Json.MAPPER.valueToTree(new TreeMap<>(failure.details())));
        return new CommandFailure(message, error);
    }

    /** The object {@code {error, code, details, request_id}} of a server; parts may be missing. */
    public static CommandFailure answered(ObjectNode error) {
        return new CommandFailure(error.path("error").asString("the server gave no reason"), error);
    }

    /** The object {@code {error, code, details, request_id}}. */
    public ObjectNode error() {
        return error;
    }

    /** The code's name; a server may know more codes than we do. */
    public String code() {
        JsonNode code = error.path("code");
        return code.isString() ? code.stringValue() : ReasonCode.INTERNAL.name();
    }

    /** 2 when an argument was wrong, else 1. */
    public int exitCode() {
        return code().equals(ReasonCode.INVALID_ARGUMENT.name()) ? 2 : 1;
    }
}
