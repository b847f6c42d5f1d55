package dev.sluice.server.session;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where a session was begun, for its owner to recognise it.
 *
 * @param place the address that the connection came from
 * @param agent the browser's name for itself, shortened
 */
public record Browser(String place, String agent) {
    /** The narrower names first: browsers name those that they want to be taken for, too. */
    private static final List<Map.Entry<String, String>> PROGRAMS =
            List.of(
                    Map.entry("Edg/", "Edge"),
                    Map.entry("OPR/", "Opera"),
                    Map.entry("SamsungBrowser/", "Samsung Internet"),
                    Map.entry("Firefox/", "Firefox"),
                    Map.entry("FxiOS/", "Firefox"),
                    Map.entry("CriOS/", "Chrome"),
                    Map.entry("Chrome/", "Chrome"),
                    Map.entry("Safari/", "Safari"));

    private static final List<Map.Entry<String, String>> SYSTEMS =
            List.of(
                    Map.entry("iPhone", "iPhone"),
                    Map.entry("iPad", "iPad"),
                    Map.entry("Android", "Android"),
                    Map.entry("CrOS", "ChromeOS"),
                    Map.entry("Windows", "Windows"),
                    Map.entry("Mac OS X", "macOS"),
                    Map.entry("Linux", "Linux"));

    private static final int PLACE_CHARACTERS_MAX = 64;
    private static final int AGENT_CHARACTERS_MAX = 200;

    public Browser {
        place = shown(place, PLACE_CHARACTERS_MAX);
        agent = shown(agent, AGENT_CHARACTERS_MAX);
    }

    /** What people call it: {@code Chrome on Linux}; without a name it knows, the agent itself. */
    public String name() {
        Optional<String> program = first(PROGRAMS, agent);
        Optional<String> system = first(SYSTEMS, agent);
        return program.map(name -> system.map(on -> name + " on " + on).orElse(name))
                .orElse(agent.isEmpty() ? "Unknown browser" : agent);
    }

    private static Optional<String> first(List<Map.Entry<String, String>> names, String agent) {
        return names.stream()
                .filter(name -> agent.contains(name.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    private static String shown(String text, int max) {
        String visible = text.replaceAll("[^\\x20-\\x7e]", "?");
        return visible.length() > max ? visible.substring(0, max) : visible;
    }
}
