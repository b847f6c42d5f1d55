package dev.sluice.cli.setup;

/** A text of statements and comments. Nothing in a comment can end it. */
public final class Script {
    /** Stands where the password goes; no name can hold it, since it is a control character. */
    public static final char PASSWORD = '\u0001';

    private final String comment;
    private final StringBuilder text = new StringBuilder();

    /**
     * @param comment what starts a comment
     */
    Script(String comment) {
        this.comment = comment;
    }

    Script say(String words) {
        text.append(comment).append(' ').append(Quote.visible(words)).append('\n');
        return this;
    }

    /** A statement, ended by a semicolon. */
    Script run(String... parts) {
        text.append(String.join("", parts)).append(";\n");
        return this;
    }

    /** A line as it is. */
    Script line(String... parts) {
        text.append(String.join("", parts)).append('\n');
        return this;
    }

    String text() {
        return text.toString();
    }
}
