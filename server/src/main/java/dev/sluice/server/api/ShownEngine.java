package dev.sluice.server.api;

import dev.sluice.connector.AuthMethod;
import dev.sluice.connector.Capabilities;
import dev.sluice.connector.ConnectionMode;
import dev.sluice.connector.Connector;
import dev.sluice.connector.EngineOption;
import java.util.EnumSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An engine as it is offered: what it takes to connect one. */
record ShownEngine(
        String type,
        String title,
        int defaultPort,
        boolean network,
        boolean experimental,
        @Nullable String dialect,
        List<String> auth,
        List<String> modes,
        List<Option> options) {

    /** A setting that the engine has besides those that all have. */
    record Option(String name, String description, boolean required) {
        static Option of(EngineOption option) {
            return new Option(option.name(), option.description(), option.required());
        }
    }

    static ShownEngine of(Connector connector) {
        Capabilities can = connector.capabilities();
        return new ShownEngine(
                connector.type(),
                connector.title(),
                connector.defaultPort(),
                can.network(),
                can.proof() == Capabilities.Proof.WIRE,
                can.dialect(),
                EnumSet.copyOf(can.auth()).stream().map(AuthMethod::wireName).toList(),
                EnumSet.copyOf(can.modes()).stream().map(ConnectionMode::wireName).toList(),
                connector.options().stream().map(Option::of).toList());
    }
}
