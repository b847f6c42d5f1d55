package dev.sluice.server.audit;

import dev.sluice.core.ReasonCode;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The columns that the writer fills, each as one array over the rows of a batch. */
// The functions are method references and lambdas without state.
@SuppressWarnings("ImmutableEnumChecker")
enum LogColumns {
    RECEIPT("uuid", Intent::receipt, Ending::receipt),
    KIND("text", intent -> "intent", outcome -> "outcome"),
    REQUEST_ID("text", Intent::requestId, Ending::requestId),
    PRINCIPAL("text", intent -> intent.principal().user(), null),
    CLIENT("text", intent -> intent.principal().client(), null),
    AGENT("text", intent -> intent.principal().agent(), null),
    TOOL("text", Intent::tool, null),
    SOURCE("text", Intent::source, null),
    ORIGINAL_SQL("text", intent -> intent.originalSql(), null),
    EMITTED_SQL("text", intent -> intent.emittedSql(), null),
    DISPLAY_SQL("text", intent -> intent.displaySql(), null),
    DECISION("text", intent -> intent.refusal() == null ? "allowed" : "refused", null),
    CODE("text", intent -> name(intent.refusal()), outcome -> name(outcome.code())),
    REJECTED_TOKEN("text", intent -> intent.rejectedToken(), null),
    TOKEN_ID("text", intent -> intent.epochs().token(), null),
    TOKEN_EPOCH("int8", intent -> intent.epochs().tokenVersion(), null),
    ACCOUNT("text", intent -> intent.epochs().account(), null),
    ACCOUNT_EPOCH("int8", intent -> intent.epochs().accountVersion(), null),
    POLICY_EPOCH("int8", Intent::policyEpoch, null),
    STATUS(
            "text",
            intent -> intent.refusal() == null ? null : "rejected",
            outcome -> outcome.status().name().toLowerCase(Locale.ROOT)),
    ROWS("int8", null, Ending::rows),
    BYTES("int8", null, Ending::bytes),
    SCAN_ESTIMATED("int8", null, Ending::scanEstimated),
    SCAN_MEASURED("int8", null, Ending::scanMeasured),
    MICROS("int8", null, Ending::micros),
    TRUNCATED("bool", null, outcome -> outcome.status() == Ending.Status.TRUNCATED);

    private static final int REPLACEMENT = 0xFFFD;

    private final String type;
    private final @Nullable Function<Intent, @Nullable Object> ofIntent;
    private final @Nullable Function<Ending, @Nullable Object> ofOutcome;

    LogColumns(
            String type,
            @Nullable Function<Intent, @Nullable Object> ofIntent,
            @Nullable Function<Ending, @Nullable Object> ofOutcome) {
        this.type = type;
        this.ofIntent = ofIntent;
        this.ofOutcome = ofOutcome;
    }

    /** The array's element type, as PostgreSQL names it. */
    String type() {
        return type;
    }

    @Nullable Object[] values(List<LogRow> batch) {
        @Nullable Object[] values = new Object[batch.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = value(batch.get(i));
        }
        return values;
    }

    @Nullable Object value(LogRow row) {
        Object value =
                switch (row) {
                    case LogRow.IntentRow(Intent intent, var holds, var written) ->
                            ofIntent == null ? null : ofIntent.apply(intent);
                    case LogRow.OutcomeRow(Ending outcome, var charges) ->
                            ofOutcome == null ? null : ofOutcome.apply(outcome);
                };
        return value instanceof String text ? storable(text) : value;
    }

    private static @Nullable String name(@Nullable ReasonCode code) {
        return code == null ? null : code.name();
    }

    /** PostgreSQL's text holds neither NUL nor half a surrogate pair; what a caller sends may. */
    private static String storable(String text) {
        return text.chars().noneMatch(c -> c == 0 || Character.isSurrogate((char) c))
                ? text
                : text.codePoints()
                        .map(c -> c == 0 || isHalfAPair(c) ? REPLACEMENT : c)
                        .collect(
                                StringBuilder::new,
                                StringBuilder::appendCodePoint,
                                StringBuilder::append)
                        .toString();
    }

    private static boolean isHalfAPair(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }

    private String column() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Inserts as many rows as wanted, each value a parameter: what is cheap to plan and to bind for
     * a few rows. The first two parameters are the node and the number of the row before them.
     */
    static String insertOfValues(int rows) {
        String row =
                Arrays.stream(values())
                        .map(column -> "?::" + column.type)
                        .collect(Collectors.joining(", ", "(", ", %d::int8)"));
        return insert(
                "(values "
                        + IntStream.rangeClosed(1, rows)
                                .mapToObj(row::formatted)
                                .collect(Collectors.joining(", "))
                        + ")");
    }

    /**
     * Inserts any number of rows, each column an array: one statement however many there are. The
     * first two parameters are the same.
     */
    static String insertOfArrays() {
        return insert(
                Arrays.stream(values())
                        .map(column -> "?::" + column.type + "[]")
                        .collect(Collectors.joining(", ", "unnest(", ") with ordinality")));
    }

    /**
     * An intent is {@code ok} while token, account and policy have the versions it was decided
     * under.
     */
    private static String insert(String rows) {
        String columns =
                Arrays.stream(values()).map(LogColumns::column).collect(Collectors.joining(", "));
        String values =
                Arrays.stream(values())
                        .map(column -> "entry." + column.column())
                        .collect(Collectors.joining(", "));
        return "insert into warehouse_query_log ("
                + columns
                + ", ok, node, sequence) select "
                + values
                + ", entry.kind = 'outcome' or (coalesce(token.version, 0) = entry.token_epoch"
                + " and coalesce(account.version, 0) = entry.account_epoch"
                + " and coalesce(policy.version, 0) = entry.policy_epoch), ?, ? + entry.position"
                + " from "
                + rows
                + " as entry ("
                + columns
                + ", position)"
                + " left join warehouse_epochs token on token.name = 'token:' || entry.token_id"
                + " left join warehouse_epochs account on account.name = 'account:' ||"
                + " entry.account"
                + " left join warehouse_epochs policy on policy.name = 'policy'"
                + " order by entry.position returning receipt, ok, kind = 'intent' as intent";
    }
}
