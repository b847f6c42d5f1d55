package dev.sluice.systemtests.mcp;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class EngineOfficialClientIT extends OfficialClientContract {
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

    @Override
    List<String> stdioCommand() {
        NodePackages packages = NodePackages.installed();
        return List.of(packages.node().toString(), packages.file("stdio-to-http.mjs").toString());
    }

    @Override
    Map<String, String> stdioEnvironment() {
        return Map.of(
                "SLUICE_TEST_URL", server().mcp().toString(),
                "SLUICE_TEST_TOKEN", server().token());
    }
}
