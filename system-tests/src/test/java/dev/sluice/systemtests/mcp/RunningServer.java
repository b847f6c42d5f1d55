package dev.sluice.systemtests.mcp;

import java.net.URI;

/**
 * A server under test.
 *
 * @param mcp the MCP endpoint, under a loopback name
 * @param token a valid access token for it
 * @param allowed a call that gets an answer
 * @param refused a call that the tool refuses
 * @param refusedCode the code of that refusal
 */
public record RunningServer(URI mcp, String token, Use allowed, Use refused, String refusedCode) {

    /**
     * A call of a tool.
     *
     * @param arguments a JSON object
     */
    public record Use(String tool, String arguments) {}
}
