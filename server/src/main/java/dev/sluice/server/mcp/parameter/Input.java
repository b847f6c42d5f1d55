package dev.sluice.server.mcp.parameter;

import dev.sluice.server.json.JsonBytes;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** What a tool takes: parameters of ours, or whatever a schema of somebody else's says. */
public sealed interface Input permits Parameters, ForeignSchema {

    /** What a call's arguments amount to. */
    sealed interface Checked {
        record Valid(Arguments arguments) implements Checked {}

        /**
         * Something is wrong.
         *
         * @param argument the name that the complaint is about
         */
        record Invalid(String message, String argument) implements Checked {}
    }

    /** The JSON Schema (2020-12) of the arguments object. */
    JsonBytes schema();

    /** Checks a call's arguments; null stands for none, as does a null value. */
    Checked check(@Nullable ObjectNode arguments);

    /** Those that clients repeat in a header. */
    List<Parameter.Mirrored> mirrored();
}
