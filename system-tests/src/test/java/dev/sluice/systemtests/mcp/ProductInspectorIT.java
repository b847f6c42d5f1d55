package dev.sluice.systemtests.mcp;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class ProductInspectorIT extends InspectorContract {
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
}
