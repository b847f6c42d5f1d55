package dev.sluice.policy;

/** Makes a name from a file fit to be shown in a message. */
final class Shown {
    private static final int CHARACTERS_MAX = 80;
    private static final int TEXT_CHARACTERS_MAX = 400;

    private Shown() {}

    /** The name, cut when it is long, with a question mark for each control character. */
    static String name(String name) {
        return text(name, CHARACTERS_MAX);
    }

    /** A longer text, shown alike. */
    static String text(String text) {
        return text(text, TEXT_CHARACTERS_MAX);
    }

    private static String text(String name, int charactersMax) {
        StringBuilder shown = new StringBuilder();
        name.codePoints()
                .limit(charactersMax)
                .map(c ->
                        Character.isISOControl(c) || Character.getType(c) == Character.FORMAT
                                ? '?'
                                : c)
                .forEach(shown::appendCodePoint);
        return name.codePointCount(0, name.length()) > charactersMax
                ? shown.append('…').toString()
                : shown.toString();
    }
}
