package dev.sluice.systemtests.mcp;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class ProductOfficialClientIT extends OfficialClientContract {
    private static ProductServer product;

    @BeforeAll
    static void start() {
        product = new ProductServer();
    }

    @AfterAll
    static void stop() {
        product.close();
    }

    @Override
    RunningServer server() {
        return product.running();
    }

    /** The command line's bridge, signed in as the agent. */
    @Override
    List<String> stdioCommand() {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "dev.sluice.cli.Main",
                "mcp");
    }

    @Override
    Map<String, String> stdioEnvironment() {
        return Map.of(
                "SLUICE_URL", product.url(),
                "SLUICE_CLIENT_ID", product.clientId(),
                "SLUICE_CLIENT_SECRET", product.clientSecret());
    }
}
