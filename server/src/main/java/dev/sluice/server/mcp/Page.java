package dev.sluice.server.mcp;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A part of a list (MCP 2026-07-28, server/utilities/pagination). A cursor names the last entry
 * before the page, so that a list may change between two pages.
 *
 * @param next the cursor of the next page, null after the last
 */
record Page<T>(List<T> entries, @Nullable String next) {
    /** Entries on a page. */
    static final int ENTRIES_MAX = 250;

    /**
     * The page that a cursor leads to, the first without one; empty when the cursor is none that
     * this list gives.
     *
     * @param name the name of an entry, unique in the list
     */
    static <T> Optional<Page<T>> of(
            List<T> list, Function<T, String> name, @Nullable JsonNode cursor) {
        if (cursor == null || cursor.isNull()) {
            return Optional.of(from(0, list, name));
        }
        if (!cursor.isString()) {
            return Optional.empty();
        }
        return IntStream.range(0, list.size())
                .filter(i -> cursor(name.apply(list.get(i))).equals(cursor.stringValue()))
                .mapToObj(i -> from(i + 1, list, name))
                .findFirst();
    }

    private static <T> Page<T> from(int start, List<T> list, Function<T, String> name) {
        int end = Math.min(list.size(), start + ENTRIES_MAX);
        return new Page<>(
                list.subList(start, end),
                end < list.size() ? cursor(name.apply(list.get(end - 1))) : null);
    }

    private static String cursor(String name) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(name.getBytes(StandardCharsets.UTF_8));
    }
}
