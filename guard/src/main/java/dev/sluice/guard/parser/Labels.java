package dev.sluice.guard.parser;

import java.util.regex.Pattern;

/** What may be a label without being given as a name: nothing that nobody would see. */
final class Labels {
    private static final Pattern LABEL =
            Pattern.compile(
                    "(?!.*(/\\*|--|#))[\\p{L}\\p{N}!-~]([\\p{L}\\p{N}"
                            + " -~]{0,198}[\\p{L}\\p{N}!-~])?");

    private Labels() {}

    static boolean isLabel(String text) {
        return LABEL.matcher(text).matches();
    }
}
