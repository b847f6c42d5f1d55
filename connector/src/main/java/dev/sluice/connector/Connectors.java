package dev.sluice.connector;

import dev.sluice.connector.postgresql.PostgresConnector;
import dev.sluice.core.ReasonCode;
import dev.sluice.core.SluiceException;
import java.util.List;
import java.util.Map;

/** Every engine that Sluice connects to. */
public final class Connectors {
    private static final List<Connector> ALL = List.of(new PostgresConnector());

    private Connectors() {}

    /** The names of the engines, in the order in which they are offered. */
    public static List<String> types() {
        return ALL.stream().map(Connector::type).toList();
    }

    /**
     * The connector of this engine.
     *
     * @throws SluiceException {@code INVALID_ARGUMENT} when there is none
     */
    public static Connector of(String type) {
        return ALL.stream()
                .filter(connector -> connector.type().equals(type))
                .findFirst()
                .orElseThrow(() ->
                        new SluiceException(
                                ReasonCode.INVALID_ARGUMENT,
                                "type is one of " + String.join(", ", types()) + ".",
                                Map.of("argument", "type")));
    }
}
