package dev.sluice.guard.parser;

import dev.sluice.core.ReasonCode;
import dev.sluice.guard.dialect.Dialect;
import dev.sluice.guard.dialect.Trait;
import dev.sluice.guard.lexer.TokenKind;
import dev.sluice.guard.lexer.Tokens;
import dev.sluice.guard.refusal.Refusal;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells a query from every other statement, and one statement from several. */
final class Statements {
    private static final Set<String> QUERIES = Set.of("select", "with", "values", "table");
    private static final Set<String> DATA =
            Set.of("insert", "update", "delete", "merge", "truncate", "replace", "upsert");
    private static final Set<String> DEFINITIONS =
            Set.of(
                    "create",
                    "alter",
                    "drop",
                    "comment",
                    "grant",
                    "revoke",
                    "cluster",
                    "reindex",
                    "refresh",
                    "reassign",
                    "security",
                    "import",
                    "rename");
    private static final Set<String> OTHERS =
            Set.of(
                    "abort",
                    "analyse",
                    "analyze",
                    "attach",
                    "backup",
                    "begin",
                    "binlog",
                    "cache",
                    "call",
                    "change",
                    "check",
                    "checkpoint",
                    "checksum",
                    "clone",
                    "close",
                    "commit",
                    "copy",
                    "deallocate",
                    "declare",
                    "desc",
                    "describe",
                    "detach",
                    "discard",
                    "do",
                    "end",
                    "exec",
                    "execute",
                    "explain",
                    "export",
                    "fetch",
                    "flush",
                    "force",
                    "get",
                    "handler",
                    "help",
                    "install",
                    "kill",
                    "listen",
                    "load",
                    "lock",
                    "move",
                    "notify",
                    "optimize",
                    "pragma",
                    "prepare",
                    "purge",
                    "release",
                    "repair",
                    "reset",
                    "resignal",
                    "restart",
                    "rollback",
                    "savepoint",
                    "set",
                    "show",
                    "shutdown",
                    "signal",
                    "start",
                    "stop",
                    "uninstall",
                    "unlock",
                    "summarize",
                    "unlisten",
                    "unload",
                    "use",
                    "vacuum",
                    "wait",
                    "xa");

    private Statements() {}

    /** Refuses several statements, and one that is no query. */
    static void check(Tokens tokens, Dialect dialect) {
        int separator = 0;
        while (tokens.kind(separator) != TokenKind.END && !isSemicolon(tokens, separator)) {
            separator++;
        }
        if (!onlySemicolons(tokens, separator)) {
            throw new Refusal(
                    ReasonCode.MULTI_STATEMENT,
                    "Only one statement may be sent at a time.",
                    ";",
                    tokens.start(separator));
        }
        int first = 0;
        while (tokens.kind(first) == TokenKind.PUNCTUATION && tokens.value(first).equals("(")) {
            first++;
        }
        String word = tokens.kind(first) == TokenKind.WORD ? tokens.value(first) : "";
        boolean query =
                QUERIES.contains(word)
                        || (word.equals("from") && dialect.has(Trait.FROM_FIRST))
                        || (word.endsWith("pivot") && dialect.has(Trait.PIVOTS));
        if (!query) {
            Refusal refusal = refusalOf(word, tokens.start(first));
            throw refusal != null ? refusal : notAQuery(tokens, first);
        }
        if (dialect.has(Trait.SESSION_VARIABLES)) {
            refuseVariables(tokens);
        }
    }

    private static void refuseVariables(Tokens tokens) {
        for (int i = 0; i < tokens.size(); i++) {
            if (tokens.kind(i) == TokenKind.OPERATOR && tokens.value(i).equals("@")) {
                throw new Refusal(
                        ReasonCode.STATEMENT_FORBIDDEN,
                        "Variables of the session and the server are not allowed.",
                        "@",
                        tokens.start(i));
            }
        }
    }

    private static boolean onlySemicolons(Tokens tokens, int from) {
        int at = from;
        while (isSemicolon(tokens, at)) {
            at++;
        }
        return tokens.kind(at) == TokenKind.END;
    }

    private static boolean isSemicolon(Tokens tokens, int token) {
        return tokens.kind(token) == TokenKind.PUNCTUATION && tokens.value(token).equals(";");
    }

    private static Refusal notAQuery(Tokens tokens, int first) {
        String message =
                tokens.kind(first) == TokenKind.END
                        ? "There is no statement."
                        : "The text is no query: it has to start with SELECT or WITH.";
        return Refusal.syntax(message, tokens.value(first), tokens.start(first));
    }

    /** Why a statement that starts with this word may not run, null when no statement does. */
    static @Nullable Refusal refusalOf(String word, int position) {
        ReasonCode code = null;
        if (DATA.contains(word)) {
            code = ReasonCode.DML_FORBIDDEN;
        } else if (DEFINITIONS.contains(word)) {
            code = ReasonCode.DDL_FORBIDDEN;
        } else if (OTHERS.contains(word)) {
            code = ReasonCode.STATEMENT_FORBIDDEN;
        }
        return code == null
                ? null
                : new Refusal(
                        code,
                        "'%s' is not allowed: only queries may run."
                                .formatted(word.toUpperCase(Locale.ROOT)),
                        word,
                        position);
    }
}
