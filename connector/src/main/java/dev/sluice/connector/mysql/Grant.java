package dev.sluice.connector.mysql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A line of {@code SHOW GRANTS}.
 *
 * @param privileges in upper case, without the columns that one is for; a role's names, as written,
 *     when there is no level
 * @param level as written, for example {@code `shop`.*}; null when a role is granted
 * @param grantee as written
 * @param passesOn whether with the grant or the admin option
 */
record Grant(List<String> privileges, @Nullable String level, String grantee, boolean passesOn) {
    static final String EVERYWHERE = "*.*";

    Grant {
        privileges = List.copyOf(privileges);
    }

    /** Null for a line of another kind, such as {@code SET DEFAULT ROLE}. */
    static @Nullable Grant of(String line) {
        String start = "GRANT ";
        if (!line.regionMatches(true, 0, start, 0, start.length())) {
            return null;
        }
        int to = find(line, " TO ", start.length());
        if (to < 0) {
            return null;
        }
        int on = find(line, " ON ", start.length());
        boolean hasLevel = on >= 0 && on < to;
        String what = line.substring(start.length(), hasLevel ? on : to);
        int rest = to + " TO ".length();
        int end = find(line, " ", rest);
        String tail = end < 0 ? "" : line.substring(end).toUpperCase(Locale.ROOT);
        return new Grant(
                split(what, hasLevel),
                hasLevel ? line.substring(on + " ON ".length(), to) : null,
                end < 0 ? line.substring(rest) : line.substring(rest, end),
                tail.contains(" WITH GRANT OPTION") || tail.contains(" WITH ADMIN OPTION"));
    }

    /** Where the words stand, in upper case, outside quotes and brackets; -1 for nowhere. */
    private static int find(String line, String words, int from) {
        int depth = 0;
        for (int i = from; i < line.length(); i++) {
            char c = line.charAt(i);
            if (depth == 0 && line.startsWith(words, i)) {
                return i;
            }
            if (c == '`' || c == '\'') {
                i = quoteEnd(line, i);
            } else if (c == '(') {
                depth++;
            } else if (c == ')') {
                depth--;
            }
        }
        return -1;
    }

    /** The last character of the quoted name; the line's end when it does not end. */
    private static int quoteEnd(String line, int start) {
        int end = line.indexOf(line.charAt(start), start + 1);
        return end < 0 ? line.length() : end;
    }

    private static List<String> split(String list, boolean privileges) {
        List<String> parts = new ArrayList<>();
        int start = 0;
        while (start <= list.length()) {
            int comma = find(list, ",", start);
            String part = list.substring(start, comma < 0 ? list.length() : comma).strip();
            int columns = find(part, " (", 0);
            String name = columns < 0 ? part : part.substring(0, columns);
            parts.add(privileges ? name.toUpperCase(Locale.ROOT) : name);
            if (comma < 0) {
                break;
            }
            start = comma + 1;
        }
        return parts;
    }

    boolean isEverywhere() {
        return EVERYWHERE.equals(level);
    }

    /** Whether the level takes in this database, as far as it has no wildcards. */
    boolean isFor(String database) {
        if (level == null) {
            return false;
        }
        String name = database.replace("`", "``");
        String escaped = name.replace("_", "\\_").replace("%", "\\%");
        return level.startsWith("`" + name + "`.") || level.startsWith("`" + escaped + "`.");
    }
}
