package dev.sluice.server;

import dev.sluice.server.access.PublicUrl;
import dev.sluice.server.control.StatusView.Attach;
import java.util.List;

/** How clients are attached, for the status page and the demo. */
final class Attachments {
    private Attachments() {}

    static List<Attach> of(PublicUrl url) {
        return List.of(
                new Attach(
                        "Claude Code, over HTTP",
                        "claude mcp add --transport http sluice "
                                + url.resource()
                                + " --header \"Authorization: Bearer $(sluice token)\""),
                new Attach(
                        "Any client that starts a command (Claude Desktop, Cursor, VS Code)",
                        """
                        {"mcpServers": {"sluice": {
                          "command": "sluice", "args": ["mcp"],
                          "env": {"SLUICE_URL": "%s",
                                  "SLUICE_CLIENT_ID": "…",
                                  "SLUICE_CLIENT_SECRET_FILE": "…"}}}}\
                        """
                                .formatted(url.issuer())));
    }
}
