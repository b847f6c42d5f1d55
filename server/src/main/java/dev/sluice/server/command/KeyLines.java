package dev.sluice.server.command;

import dev.sluice.vault.KeyRotation;
import java.util.Locale;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** One data key as the commands show it. */
final class KeyLines {
    private KeyLines() {}

    static String text(KeyRotation.Entry entry) {
        return "%-12s %-24s version %d, %s"
                .formatted(standing(entry), entry.tenant(), entry.version(), entry.names());
    }

    static ObjectNode json(KeyRotation.Entry entry) {
        return JsonMapper.shared()
                .createObjectNode()
                .put("tenant", entry.tenant())
                .put("version", entry.version())
                .put("standing", standing(entry))
                .put("master_key", entry.names().master())
                .put("wrapper", entry.names().wrapper());
    }

    private static String standing(KeyRotation.Entry entry) {
        return entry.standing().name().toLowerCase(Locale.ROOT);
    }
}
