package dev.sluice.guard;

import dev.sluice.core.Policy;
import dev.sluice.core.TableName;
import dev.sluice.guard.dialect.Dialect;
import dev.sluice.guard.lexer.Lexer;
import dev.sluice.guard.lexer.LexerMode;
import dev.sluice.guard.lexer.TokenKind;
import dev.sluice.guard.lexer.Tokens;
import dev.sluice.guard.parser.Parser;
import dev.sluice.guard.tree.Body;
import dev.sluice.guard.tree.Expression;
import dev.sluice.guard.tree.Query;
import dev.sluice.guard.tree.TableExpression;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An allowed query over one table as people like to read it: the agent's own text with the row
 * filters and the limit merged into it. It gives the same rows as what runs, and never runs itself;
 * where it would not give the same rows there is none.
 */
final class DisplayForm {
    private static final Set<String> AFTER_WHERE =
            Set.of("group", "having", "window", "order", "limit", "offset", "fetch");

    private final Tokens tokens;
    private final String text;

    private DisplayForm(Tokens tokens, String text) {
        this.tokens = tokens;
        this.text = text;
    }

    /**
     * The form of a text that was allowed under the policy.
     *
     * @param uses how many base tables the text names
     */
    static Optional<String> of(
            String sql, Dialect dialect, Policy policy, GuardedQuery allowed, int uses) {
        if (uses != 1 || allowed.tables().size() != 1 || holdsComment(sql)) {
            return Optional.empty();
        }
        TableName table = allowed.tables().getFirst();
        Policy.TableRule rule = policy.tables().get(table);
        Query query = Parser.query(sql, dialect);
        Limit limit = Limit.of(query, allowed.limits().maxRows());
        if (rule == null || limit == null || !isPlain(query, rule, table, dialect)) {
            return Optional.empty();
        }
        Tokens tokens = Lexer.read(sql, LexerMode.QUERY, dialect);
        return Optional.of(new DisplayForm(tokens, sql).merged(rule.rowFilters(), limit));
    }

    /** What ends a comment would come into the brackets. */
    private static boolean holdsComment(String sql) {
        return sql.contains("--") || sql.contains("/*") || sql.contains("#");
    }

    private static boolean isPlain(
            Query query, Policy.TableRule rule, TableName table, Dialect dialect) {
        if (query.with() != null
                || !(query.body() instanceof Body.Select select)
                || select.from().size() != 1
                || !(select.from().getFirst() instanceof TableExpression.Named named)) {
            return false;
        }
        TableExpression.Alias alias = named.alias();
        boolean stars =
                select.items().stream().anyMatch(item -> item.value() instanceof Expression.Star);
        boolean shown = rule.columns().values().stream().allMatch(Policy.ColumnRule.PLAIN::equals);
        boolean renamed =
                alias != null
                        && (!alias.columns().isEmpty() || names(rule.rowFilters(), table, dialect));
        return !stars && shown && !renamed;
    }

    /** A filter that calls its table by name would not find it under an alias. */
    private static boolean names(List<String> filters, TableName table, Dialect dialect) {
        return filters.stream()
                .map(filter -> Lexer.read(filter, LexerMode.ROW_FILTER, dialect))
                .anyMatch(tokens -> {
                    for (int i = 0; i < tokens.size(); i++) {
                        if (dialect.key(tokens.name(i)).equals(dialect.key(table.name()))) {
                            return true;
                        }
                    }
                    return false;
                });
    }

    /**
     * The limit of the form.
     *
     * @param appended to be written behind everything, null where the text has one that does
     * @param replaced the text's own limit goes
     */
    private record Limit(@Nullable Integer appended, boolean replaced) {
        /** Null for a limit that cannot be said so simply. */
        static @Nullable Limit of(Query query, int maxRows) {
            Query.Limit limit = query.limit();
            if (limit == null) {
                return new Limit(maxRows, false);
            }
            if (limit.withTies()
                    || !(limit.count() instanceof Expression.NumberLiteral(String digits))
                    || !digits.matches("\\d{1,18}")) {
                return null;
            }
            if (Long.parseLong(digits) <= maxRows) {
                return new Limit(null, false);
            }
            return limit.offset() == null ? new Limit(maxRows, true) : null;
        }
    }

    private String merged(List<String> filters, Limit limit) {
        int end = end();
        int where = clause(Set.of("where"), 0, end);
        int after = clause(AFTER_WHERE, Math.max(where, 0), end);
        int tail = after < 0 ? end : after;
        StringBuilder form = new StringBuilder(between(0, where < 0 ? tail : where));
        String ands =
                filters.stream()
                        .map(filter -> "(" + filter + ")")
                        .collect(Collectors.joining("\nAND "));
        if (where >= 0) {
            String condition = between(where + 1, tail);
            form.append("\nWHERE ").append(filters.isEmpty() ? condition : "(" + condition + ")");
            form.append(filters.isEmpty() ? "" : "\nAND " + ands);
        } else if (!filters.isEmpty()) {
            form.append("\nWHERE ").append(ands);
        }
        int cut = limit.replaced() ? clause(Set.of("limit", "fetch"), tail, end) : end;
        String rest = between(tail, cut < 0 ? end : cut);
        form.append(rest.isEmpty() ? "" : "\n" + rest);
        return limit.appended() == null
                ? form.toString()
                : form.append("\nLIMIT ").append(limit.appended()).toString();
    }

    private String between(int from, int to) {
        return from >= to ? "" : text.substring(tokens.start(from), tokens.start(to)).strip();
    }

    /** Where the statement ends, before semicolons. */
    private int end() {
        int end = tokens.size() - 1;
        while (end > 0
                && tokens.kind(end - 1) == TokenKind.PUNCTUATION
                && tokens.value(end - 1).equals(";")) {
            end--;
        }
        return end;
    }

    /** The first of these words outside of brackets, -1 without one. */
    private int clause(Set<String> words, int from, int end) {
        int depth = 0;
        for (int i = from; i < end; i++) {
            String value = tokens.value(i);
            if (tokens.kind(i) == TokenKind.PUNCTUATION) {
                depth += value.equals("(") || value.equals("[") ? 1 : 0;
                depth -= value.equals(")") || value.equals("]") ? 1 : 0;
            } else if (depth == 0 && tokens.kind(i) == TokenKind.WORD && words.contains(value)) {
                return i;
            }
        }
        return -1;
    }
}
