package dev.sluice.systemtests.mcp;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class EngineInspectorIT extends InspectorContract {
    private static EngineServer engine;

    @BeforeAll
    static void start() {
        engine = new EngineServer();
    }

    @AfterAll
    static void stop() {
        engine.close();
    }

    @Override
    RunningServer server() {
        return engine.running();
    }
}
