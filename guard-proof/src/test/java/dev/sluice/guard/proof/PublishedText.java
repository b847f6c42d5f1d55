package dev.sluice.guard.proof;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Queries as their publisher wrote them, and what has to change before any engine runs them. */
final class PublishedText {
    private static final Pattern VIEW =
            Pattern.compile(
                    "(?is)CREATE OR REPLACE VIEW\\s+(\\w+)\\s+AS\\s+([^;]*);(\\s*SELECT.*)");

    private static final Pattern QUOTED = Pattern.compile("\"[A-Za-z_]+\"");

    private PublishedText() {}

    static String read(Class<?> owner, String path) {
        try (InputStream in = owner.getResourceAsStream(path + ".sql")) {
            if (in == null) {
                throw new IllegalStateException("not published: " + path);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A view that is made for one query becomes a common table expression of it, and a date that is
     * written as Trino's function becomes a literal, as the benchmark's own text has it.
     */
    static String withoutView(String text) {
        String plain = text.replaceAll("\\bdate\\(('[0-9-]+')\\)", "DATE $1");
        Matcher view = VIEW.matcher(plain);
        return view.find()
                ? "WITH %s AS (%s)%s".formatted(view.group(1), view.group(2), view.group(3))
                : plain;
    }

    /**
     * Query 90 divides by the visits to pages of a certain length, of which a small scale has none,
     * so that every engine fails; here any page will do.
     */
    static String withPagesOfAnyLength(String text) {
        return text.replace("BETWEEN 5000 AND 5200", "BETWEEN 0 AND 99999");
    }

    /**
     * Trino reads quoted names without regard to case and finds a select list's names within the
     * expressions of ORDER BY; its texts rely on both.
     */
    static String withoutTrinosFreedoms(String text) {
        String plain = text.replaceAll("\"([a-z_]+)\"\\(", "$1(");
        String lower =
                QUOTED.matcher(plain).replaceAll(name -> name.group().toLowerCase(Locale.ROOT));
        int start = lower.indexOf("SELECT");
        int order = lower.lastIndexOf("ORDER BY \"lochierarchy\"");
        return order < 0
                ? lower
                : "SELECT * FROM (%s) levels %s"
                        .formatted(lower.substring(start, order), lower.substring(order));
    }
}
