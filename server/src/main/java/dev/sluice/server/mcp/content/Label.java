package dev.sluice.server.mcp.content;

import dev.sluice.server.json.JsonBytes;

/**
 * How something introduces itself in a list.
 *
 * @param name for programs
 * @param title a short name for people
 * @param description what it is and when to use it, for the model
 */
public record Label(String name, String title, String description) {

    /**
     * The members of a JSON object, without its braces.
     *
     * @param titled whether the client knows titles
     */
    public JsonBytes members(boolean titled) {
        JsonBytes members = new JsonBytes().raw("\"name\":").string(name);
        if (titled) {
            members.raw(",\"title\":").string(title);
        }
        return members.raw(",\"description\":").string(description);
    }
}
