package dev.sluice.systemtests.mcp;

import dev.sluice.core.Principal;
import dev.sluice.core.ReasonCode;
import dev.sluice.core.SluiceException;
import dev.sluice.core.TenantId;
import dev.sluice.server.access.Authentication;
import dev.sluice.server.access.Epochs;
import dev.sluice.server.http.AllowedHosts;
import dev.sluice.server.http.ClientWatch;
import dev.sluice.server.http.WebServer;
import dev.sluice.server.json.JsonBytes;
import dev.sluice.server.mcp.Call;
import dev.sluice.server.mcp.McpServlet;
import dev.sluice.server.mcp.Parameter;
import dev.sluice.server.mcp.Parameters;
import dev.sluice.server.mcp.ServerInfo;
import dev.sluice.server.mcp.Tool;
import dev.sluice.server.mcp.ToolDefinition;
import dev.sluice.server.mcp.ToolResult;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The protocol layer alone, with one small tool and one static token. */
final class EngineServer implements AutoCloseable {
    private static final String TOKEN = "engine-token";

    private final ClientWatch watch = new ClientWatch();
    private final WebServer server;

    EngineServer() {
        AllowedHosts hosts = new AllowedHosts(List.of());
        McpServlet mcp =
                new McpServlet(
                        (authorization, scope) -> authenticate(authorization),
                        caller -> List.of(new DivideTool()),
                        new ServerInfo("0.0.0", "Call divide to divide."),
                        hosts,
                        watch);
        server = new WebServer("127.0.0.1", 0, hosts, Optional::empty, Map.of("/api/mcp", mcp));
        server.start();
    }

    RunningServer running() {
        return new RunningServer(
                URI.create("http://127.0.0.1:" + server.port() + "/api/mcp"),
                TOKEN,
                new RunningServer.Use("divide", "{\"dividend\":7,\"divisor\":2}"),
                new RunningServer.Use("divide", "{\"dividend\":7,\"divisor\":0}"),
                "QUERY_FAILED");
    }

    @Override
    public void close() {
        server.close();
        watch.close();
    }

    private static Authentication authenticate(@Nullable String header) {
        return ("Bearer " + TOKEN).equals(header)
                ? new Authentication.Authenticated(
                        new Principal(
                                new TenantId("acme"),
                                "ada",
                                "judge",
                                null,
                                Set.of("query"),
                                Map.of()),
                        new Epochs("jti", 0, "ada", 0))
                : new Authentication.Challenge(
                        ReasonCode.UNAUTHENTICATED, "Sign in first.", "Bearer scope=\"query\"");
    }

    private static final class DivideTool implements Tool {
        @Override
        public ToolDefinition definition() {
            return new ToolDefinition(
                    "divide",
                    "Divide",
                    "Divides whole numbers.",
                    Parameters.of(
                            new Parameter.Whole("dividend", "What.", true, -99, 99, null),
                            new Parameter.Whole("divisor", "By what.", true, -99, 99, null)),
                    "{\"type\":\"object\",\"properties\":{\"quotient\":{\"type\":\"integer\"}},"
                            + "\"required\":[\"quotient\"]}",
                    true);
        }

        @Override
        public ToolResult call(Call call) {
            long divisor = call.arguments().whole("divisor");
            if (divisor == 0) {
                throw new SluiceException(ReasonCode.QUERY_FAILED, "Nothing divides by zero.");
            }
            return new ToolResult.Answer(
                    new JsonBytes()
                            .raw("{\"quotient\":")
                            .number(call.arguments().whole("dividend") / divisor)
                            .raw("}"));
        }
    }
}
