package dev.sluice.connector;

import dev.sluice.core.Schema;
import java.util.List;

/**
 * One engine. Failures are {@code SluiceException} with {@code SOURCE_UNAVAILABLE} or {@code
 * INVALID_ARGUMENT}; {@code details.reason} says which, and no driver text is passed on.
 *
 * <p>What a {@link Target} asks for fits the capabilities and the options: {@link Connectors#check}
 * has looked.
 */
public interface Connector {
    /** The name in {@link ConnectionSettings#type}. */
    String type();

    /** As people write it, for example {@code SQL Server}. */
    String title();

    /** 0 where there is no port. */
    int defaultPort();

    Capabilities capabilities();

    /** The settings that this engine has besides those that all have. */
    default List<EngineOption> options() {
        return List.of();
    }

    /** Connects once and reports what the role is and may do. */
    Probe probe(Target target);

    /** Every table and column that the role may select, and nothing of any other. */
    Schema readSchema(Target target);

    /** A handle for one connection and one version of its credential. Opens nothing yet. */
    Database open(Target target, Capacity capacity);
}
