package dev.sluice.policy;

/** Makes a name from a file fit to be shown in a message. */
final class Shown {
    private static final int CHARACTERS_MAX = 80;

    private Shown() {}

    /** The name, cut when it is long, with a question mark for each control character. */
    static String name(String name) {
        StringBuilder shown = new StringBuilder();
        name.codePoints()
                .limit(CHARACTERS_MAX)
                .map(c ->
                        Character.isISOControl(c) || Character.getType(c) == Character.FORMAT
                                ? '?'
                                : c)
                .forEach(shown::appendCodePoint);
        return name.codePointCount(0, name.length()) > CHARACTERS_MAX
                ? shown.append('…').toString()
                : shown.toString();
    }
}
