package dev.sluice.server.session;

/**
 * Where a session was begun, for its owner to recognise it.
 *
 * @param place the address that the connection came from
 * @param agent the browser's name for itself, shortened
 */
public record Browser(String place, String agent) {
    private static final int PLACE_CHARACTERS_MAX = 64;
    private static final int AGENT_CHARACTERS_MAX = 200;

    public Browser {
        place = shown(place, PLACE_CHARACTERS_MAX);
        agent = shown(agent, AGENT_CHARACTERS_MAX);
    }

    private static String shown(String text, int max) {
        String visible = text.replaceAll("[^\\x20-\\x7e]", "?");
        return visible.length() > max ? visible.substring(0, max) : visible;
    }
}
