package dev.sluice.systemtests;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** An MCP client that asks {@code run} and closes its socket without waiting for the answer. */
record LeavingClient(URI mcp, String token) {
    /** What to do between asking and leaving. */
    interface Meanwhile {
        void happens() throws Exception;
    }

    void ask(String sql, Meanwhile meanwhile) throws Exception {
        try (Socket socket = new Socket(mcp.getHost(), mcp.getPort())) {
            send(socket, sql);
            meanwhile.happens();
        }
    }

    private void send(Socket socket, String sql) throws IOException {
        ObjectNode params = new JsonMapper().createObjectNode().put("name", "run");
        params.putObject("arguments").put("sql", sql);
        String body = McpCaller.body("tools/call", params);
        String request =
                """
                POST /api/mcp HTTP/1.1\r
                Host: %s:%d\r
                Authorization: Bearer %s\r
                Content-Type: application/json\r
                Accept: application/json\r
                MCP-Protocol-Version: 2026-07-28\r
                Mcp-Method: tools/call\r
                Mcp-Name: run\r
                Content-Length: %d\r
                \r
                %s\
                """
                        .formatted(mcp.getHost(), mcp.getPort(), token, body.length(), body);
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
    }
}
