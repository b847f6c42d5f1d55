package dev.sluice.guard;

import dev.sluice.core.Limits;
import dev.sluice.core.Mask;
import dev.sluice.core.Policy;
import dev.sluice.core.ReasonCode;
import dev.sluice.core.Schema;
import dev.sluice.core.SluiceException;
import dev.sluice.core.TableName;
import dev.sluice.guard.dialect.Dialect;
import dev.sluice.guard.emit.Emitter;
import dev.sluice.guard.emit.Style;
import dev.sluice.guard.lexer.Lexer;
import dev.sluice.guard.lexer.LexerMode;
import dev.sluice.guard.lexer.Tokens;
import dev.sluice.guard.lexical.LastLook;
import dev.sluice.guard.lexical.Quotes;
import dev.sluice.guard.parser.Parser;
import dev.sluice.guard.refusal.Refusal;
import dev.sluice.guard.resolve.Resolution;
import dev.sluice.guard.resolve.Trace;
import dev.sluice.guard.rewrite.Masking;
import dev.sluice.guard.rewrite.RowLimit;
import dev.sluice.guard.rewrite.VisibleTables;
import dev.sluice.guard.tree.Expression;
import dev.sluice.guard.tree.Query;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides what of an agent's SQL may run under one policy. What runs is text that was generated
 * from a tree that was understood completely, never the text that was sent. Immutable and safe for
 * use by several threads.
 */
public final class Guard {
    private final Dialect dialect;
    private final Policy policy;
    private final Schema schema;
    private final VisibleTables visible;
    private final MaskKey maskKey;

    private Guard(
            Dialect dialect, Policy policy, Schema schema, VisibleTables visible, MaskKey maskKey) {
        this.dialect = dialect;
        this.policy = policy;
        this.schema = schema;
        this.visible = visible;
        this.maskKey = maskKey;
    }

    /**
     * Compiles a policy for checks alone: what it masks with a key is masked with one that nobody
     * else has.
     *
     * @throws SluiceException as {@link #of(Policy, Schema, MaskKey)}
     */
    public static Guard of(Policy policy, Schema schema) {
        return of(policy, schema, MaskKey.random());
    }

    /**
     * Compiles a policy for the database that it speaks of.
     *
     * @param maskKey of keyed hashes; the same one wherever masked values are to be equal
     * @throws SluiceException {@link ReasonCode#POLICY_INVALID} for a dialect, table or column that
     *     does not exist and for a row filter that is not permitted; details hold what applies of
     *     {@code table}, {@code column}, {@code filter} (its index in the rule) and {@code
     *     position} (in the filter's text)
     */
    public static Guard of(Policy policy, Schema schema, MaskKey maskKey) {
        Optional<Dialect> named = Dialect.named(policy.dialect());
        if (named.isEmpty()) {
            throw new SluiceException(
                    ReasonCode.POLICY_INVALID,
                    "The dialect '%s' is not known.".formatted(policy.dialect()),
                    Map.of("dialect", policy.dialect()));
        }
        Dialect dialect = named.get();
        return new Guard(
                dialect, policy, schema, CompiledPolicy.of(policy, schema, dialect), maskKey);
    }

    /** The names of the dialects that policies may have. */
    public static List<String> dialects() {
        return Dialect.NAMES;
    }

    /**
     * What is wrong with one row filter for a table, empty when nothing is.
     *
     * @param defaultSchema the schema of tables that the filter names without one
     * @throws SluiceException {@link ReasonCode#POLICY_INVALID} for an unknown dialect or table
     */
    public static Optional<FilterProblem> checkRowFilter(
            String dialect, String defaultSchema, Schema schema, TableName table, String filter) {
        return CompiledPolicy.checkFilter(dialect, defaultSchema, schema, table, filter);
    }

    /**
     * Why the values of a column cannot be masked like this, for an administrator; empty when they
     * can.
     *
     * @param type as the catalogue spells it
     */
    public static Optional<String> checkMask(String dialect, String type, Mask mask) {
        return ColumnRules.objection(dialect, type, mask);
    }

    /**
     * What is wrong with a row filter.
     *
     * @param message one sentence for the administrator
     * @param position where in the filter's text, in UTF-16 units from 0
     */
    public record FilterProblem(ReasonCode code, String message, int position) {}

    /**
     * Decides on one text.
     *
     * @param sql one query in the source's dialect
     * @param claims the caller's values for references such as <code>{{user.email}}</code> in row
     *     filters; a table whose filter wants one that is missing shows no rows
     */
    public Decision check(String sql, Map<String, String> claims) {
        return check(sql, claims, null);
    }

    /**
     * Decides on one text of which the caller wants few rows.
     *
     * @param maxRows at most so many, at least 1; the policy's limit holds too; null for that alone
     */
    public Decision check(String sql, Map<String, String> claims, @Nullable Integer maxRows) {
        return decide(sql, claims, limits(maxRows), null);
    }

    /**
     * The decision of {@link #check}, with its reasons. For administrators: it tells hidden names
     * from names that do not exist, and quotes row filters.
     */
    public Explanation explain(String sql, Map<String, String> claims) {
        Trace trace = new Trace();
        Decision decision = decide(sql, claims, policy.limits(), trace);
        String display =
                decision instanceof Decision.Allowed(var query, _)
                        ? display(sql, query, trace).orElse(null)
                        : null;
        return new Reasons(dialect, policy, schema, visible, claims).of(decision, trace, display);
    }

    /**
     * An allowed text over one table as people like to read it, with the row filters and the limit
     * merged into it; empty for any other, and where that would not give the same rows. For
     * administrators: it quotes row filters.
     *
     * @param allowed what {@link #check} made of the text for a caller with these claims
     */
    public Optional<String> display(String sql, Map<String, String> claims, GuardedQuery allowed) {
        if (allowed.tables().size() != 1) {
            return Optional.empty();
        }
        Trace trace = new Trace();
        return decide(sql, claims, allowed.limits(), trace) instanceof Decision.Allowed
                ? display(sql, allowed, trace)
                : Optional.empty();
    }

    private Optional<String> display(String sql, GuardedQuery allowed, Trace trace) {
        return DisplayForm.of(sql, dialect, policy, allowed, trace.tables().size());
    }

    private Decision decide(
            String sql, Map<String, String> claims, Limits limits, @Nullable Trace trace) {
        try {
            Tokens tokens = Lexer.read(sql, LexerMode.QUERY, dialect);
            return bind(rule(tokens, claims.keySet(), limits, trace), claims);
        } catch (Refusal refusal) {
            return refused(refusal);
        } catch (StackOverflowError e) {
            return tooDeep();
        }
    }

    static Decision refused(Refusal refusal) {
        return new Decision.Refused(
                refusal.code(),
                refusal.message(),
                refusal.token(),
                refusal.position(),
                refusal.hint());
    }

    /** The limits on nesting leave room for any text; this is for stacks smaller than usual. */
    static Decision tooDeep() {
        return new Decision.Refused(
                ReasonCode.QUERY_TOO_COMPLEX, "The query nests too deeply.", null, 0, null);
    }

    Dialect dialect() {
        return dialect;
    }

    /** The policy's limits, with fewer rows where fewer are wanted. */
    Limits limits(@Nullable Integer maxRows) {
        return maxRows == null ? policy.limits() : policy.limits().withMaxRows(maxRows);
    }

    /**
     * Rules on a text for whoever has these claims, whatever their values.
     *
     * @throws Refusal for text that may not run
     */
    Ruling rule(Tokens tokens, Set<String> claims, Limits limits, @Nullable Trace trace) {
        Parser.Written written = Parser.written(tokens, dialect);
        Resolution.Resolved resolved =
                Resolution.resolve(written.query(), dialect, visible, withoutValues(claims), trace);
        RowLimit limited = RowLimit.apply(resolved.query(), limits.maxRows(), dialect);
        Query query = limited.query();
        IdentityHashMap<Expression, Integer> slots = Slots.of(query, written.literals());
        Emitter.Text text = Emitter.write(query, Style.DATABASE, dialect, slots);
        verify(text, query, resolved.reads().baseTables());
        boolean same = text.claims().isEmpty() && !text.questionMarks();
        return new Ruling(
                text,
                same ? null : Emitter.write(query, Style.JDBC, dialect, slots),
                limits,
                resolved.reads().tables(),
                List.copyOf(resolved.reads().columns()),
                limited.clamped() ? List.of(Decision.Warning.LIMIT_CLAMPED) : List.of());
    }

    /** What is made for one caller can then be no secret of another's. */
    private static Map<String, String> withoutValues(Set<String> claims) {
        Map<String, String> names = new HashMap<>();
        for (String name : claims) {
            names.put(name, "");
        }
        return names;
    }

    /**
     * Reads the emitted text back: unless it says exactly what was meant, and names base tables
     * nowhere but where governed tables were put, nothing runs.
     */
    private void verify(Emitter.Text text, Query meant, int baseTables) {
        Parser.Emitted read;
        try {
            read = Parser.emitted(text.sql(), dialect, text.claims());
        } catch (Refusal e) {
            throw e.code() == ReasonCode.QUERY_TOO_COMPLEX
                    ? Refusal.tooComplex("The query is too complex once it is governed.", 0)
                    : unverified();
        }
        if (!Same.query(read.query(), meant) || read.baseTables() != baseTables) {
            throw unverified();
        }
    }

    /** Whatever went wrong before: text that does more than read is not handed out. */
    private void lookAt(String sql) {
        if (LastLook.at(sql, Quotes.of(policy.dialect())).isPresent()) {
            throw new Refusal(
                    ReasonCode.STATEMENT_FORBIDDEN,
                    "The query could not be written so that it surely only reads.",
                    null,
                    0);
        }
    }

    private static Refusal unverified() {
        return Refusal.syntax(
                "The query could not be written so that it surely means the same.", null, 0);
    }

    /** The ruling for a caller with these claims, at least those that it wants. */
    Decision bind(Ruling ruling, Map<String, String> claims) {
        for (String text : ruling.texts()) {
            lookAt(text);
        }
        List<GuardedQuery.Parameter> parameters = new ArrayList<>();
        for (String name : ruling.database().claims()) {
            String value =
                    switch (name) {
                        case Masking.INNER_KEY -> maskKey.inner();
                        case Masking.OUTER_KEY -> maskKey.outer();
                        case Masking.KEY -> maskKey.whole();
                        default -> claims.get(name);
                    };
            if (value == null) {
                throw unverified();
            }
            parameters.add(new GuardedQuery.Parameter(value));
        }
        return new Decision.Allowed(ruling.query(parameters), ruling.warnings());
    }
}
