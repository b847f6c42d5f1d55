package dev.sluice.guard.proof;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file of SQL, cut into statements as the engine's own shell does: commands of {@code psql} and
 * the data behind {@code COPY … FROM stdin} are left out.
 */
final class SqlScript {
    private static final Pattern DOLLAR = Pattern.compile("\\$([A-Za-z_\\x80-\\uFFFF]\\w*)?\\$");
    private static final Pattern COPIES =
            Pattern.compile("(?is)\\s*copy\\b.*\\bfrom\\s+stdin\\b.*");
    private static final Pattern ATOMIC = Pattern.compile("(?is)\\s*create\\b.*\\bbegin\\s+atomic");
    private static final Pattern ATOMIC_END = Pattern.compile("(?is).*\\bend\\s*");
    private static final Set<String> SENDS =
            Set.of("g", "gx", "gset", "gexec", "gdesc", "crosstabview", "watch", "parse");

    private final String text;
    private final boolean postgres;
    private final boolean mysql;
    private final List<Statement> statements = new ArrayList<>();
    private int at;
    private int start;
    private int depth;

    /** A statement, without what ends it, and the line that it starts on. */
    record Statement(String sql, int line) {
        /** The word that it starts with, whatever brackets and comments are before it. */
        String word() {
            String bare = sql.replaceAll("(?s)/\\*.*?\\*/|--[^\\n]*|#[^\\n]*", " ");
            Matcher first = Pattern.compile("[\\s(]*(\\w*)").matcher(bare);
            return first.lookingAt() ? first.group(1).toLowerCase(Locale.ROOT) : "";
        }
    }

    private SqlScript(String text, String dialect) {
        this.text = text;
        this.postgres = dialect.equals("postgresql") || dialect.equals("redshift");
        this.mysql = dialect.equals("mysql") || dialect.equals("mariadb");
    }

    static List<Statement> statements(String text, String dialect) {
        SqlScript script = new SqlScript(text, dialect);
        script.read();
        return script.statements;
    }

    private void read() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (comment()) {
                continue;
            }
            if (c == '\'' || c == '"' || (c == '`' && mysql)) {
                quoted(c);
            } else if (c == '$' && !mysql) {
                dollars();
            } else if (c == '\\' && postgres) {
                command();
            } else if (c == ';' && depth == 0) {
                end();
            } else {
                depth += c == '(' ? 1 : c == ')' ? -1 : 0;
                depth = Math.max(depth, 0);
                at++;
            }
        }
        add(text.length());
    }

    private void quoted(char quote) {
        boolean escapes =
                mysql
                        ? quote != '`'
                        : quote == '\'' && at > 0 && "eE".indexOf(text.charAt(at - 1)) >= 0;
        at++;
        while (at < text.length() && text.charAt(at) != quote) {
            at += escapes && text.charAt(at) == '\\' ? 2 : 1;
        }
        at++;
    }

    /** Passes a comment; false where none starts. */
    private boolean comment() {
        if (text.startsWith("--", at) || (mysql && text.charAt(at) == '#')) {
            int line = text.indexOf('\n', at);
            at = line < 0 ? text.length() : line;
            return true;
        }
        if (!text.startsWith("/*", at)) {
            return false;
        }
        int open = 0;
        do {
            boolean opens = text.startsWith("/*", at) && (postgres || open == 0);
            boolean closes = text.startsWith("*/", at);
            open += opens ? 1 : closes ? -1 : 0;
            at += opens || closes ? 2 : 1;
        } while (open > 0 && at < text.length());
        return true;
    }

    private void dollars() {
        Matcher tag = DOLLAR.matcher(text).region(at, text.length());
        boolean word = at > 0 && Character.isJavaIdentifierPart(text.charAt(at - 1));
        if (word || !tag.lookingAt()) {
            at++;
            return;
        }
        int close = text.indexOf(tag.group(), tag.end());
        at = close < 0 ? text.length() : close + tag.group().length();
    }

    /** A command of the shell: up to the end of its line. */
    private void command() {
        if (text.startsWith("\\;", at)) {
            add(at);
            at += 2;
            start = at;
            return;
        }
        int line = text.indexOf('\n', at);
        int next = line < 0 ? text.length() : line;
        String name = text.substring(at + 1, next).split("[^a-zA-Z]", 2)[0];
        if (SENDS.contains(name) || text.substring(start, at).isBlank()) {
            add(at);
            start = next;
            depth = 0;
        }
        at = next;
    }

    private void end() {
        String statement = text.substring(start, at);
        if (ATOMIC.matcher(statement).lookingAt() && !ATOMIC_END.matcher(statement).matches()) {
            at++;
            return;
        }
        add(at);
        at++;
        if (postgres && COPIES.matcher(statement).matches()) {
            int data = text.indexOf("\n\\.", at);
            at = data < 0 ? text.length() : data + 3;
        }
        start = at;
    }

    private void add(int end) {
        int from = Math.min(start, end);
        String sql = text.substring(from, end).strip();
        if (!sql.isEmpty()) {
            int first = text.indexOf(sql, from);
            int line = 1 + (int) text.substring(0, first).chars().filter(c -> c == '\n').count();
            statements.add(new Statement(sql, line));
        }
    }
}
