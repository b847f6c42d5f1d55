package dev.sluice.server.query;

import dev.sluice.core.Exposure;
import dev.sluice.core.Mask;
import dev.sluice.core.Policy;
import dev.sluice.core.Principal;
import dev.sluice.core.ReasonCode;
import dev.sluice.core.Schema;
import dev.sluice.core.SluiceException;
import dev.sluice.core.TableName;
import dev.sluice.server.access.Authentication.Authenticated;
import dev.sluice.server.access.Authentication.Challenge;
import dev.sluice.server.audit.Ending;
import dev.sluice.server.audit.Intent;
import dev.sluice.server.json.JsonBytes;
import dev.sluice.server.tenant.Tenant;
import dev.sluice.server.tenant.TenantState;
import dev.sluice.server.tenant.Tenants;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Says what a caller can query, from the policy and the catalogue; asks no source. A call is
 * recorded like a query.
 */
public final class DescribeService {
    private static final String TOOL = "describe";

    private final Tenants tenants;
    private final CallerCheck callers;

    public DescribeService(Tenants tenants, CallerCheck callers) {
        this.tenants = tenants;
        this.callers = callers;
    }

    /**
     * Describes one table, or lists all.
     *
     * @param table with or without its schema, null for the list
     * @param source null for all that the caller has
     * @throws SluiceException as {@link QueryService#ask}
     */
    public Answer describe(
            Authenticated caller,
            @Nullable String table,
            @Nullable String source,
            String requestId) {
        Tenant tenant = tenants.of(caller.principal().tenant());
        for (int attempt = 1; attempt <= QueryService.ATTEMPTS_MAX; attempt++) {
            Optional<Answer> answer = attempt(tenant, caller, table, source, requestId);
            if (answer.isPresent()) {
                return answer.get();
            }
            Optional<Challenge> objection = callers.objection(caller);
            if (objection.isPresent()) {
                return new Answer.SignInAgain(objection.get());
            }
        }
        throw QueryService.unsettled();
    }

    /** Empty when the decision turned out to be stale. */
    private static Optional<Answer> attempt(
            Tenant tenant,
            Authenticated caller,
            @Nullable String table,
            @Nullable String source,
            String requestId) {
        TenantState state = tenant.currentState();
        long started = System.nanoTime();
        UUID receipt = UUID.randomUUID();
        List<Map<String, Object>> found = find(state, caller.principal(), table, source);
        Optional<Answer.Declined> refusal =
                refusal(state, caller.principal(), table, source, found, receipt);
        Intent intent =
                new Intent(
                        receipt,
                        requestId,
                        caller.principal(),
                        caller.epochs(),
                        state.epoch(),
                        TOOL,
                        source,
                        table,
                        null,
                        null,
                        refusal.map(Answer.Declined::code).orElse(null),
                        refusal.isPresent() ? table : null);
        if (!tenant.log().append(intent).await()) {
            return Optional.empty();
        }
        if (refusal.isPresent()) {
            return Optional.of(refusal.get());
        }
        JsonBytes json =
                new JsonBytes().value(orderedMap("tables", found, "receipt", receipt.toString()));
        tenant.log()
                .append(
                        new Ending(
                                receipt,
                                requestId,
                                Ending.Status.OK,
                                null,
                                found.size(),
                                json.size(),
                                null,
                                null,
                                (System.nanoTime() - started) / 1_000));
        return Optional.of(new Answer.Rows(json));
    }

    /** The same words for what is hidden and what does not exist. */
    private static Optional<Answer.Declined> refusal(
            TenantState state,
            Principal caller,
            @Nullable String table,
            @Nullable String source,
            List<Map<String, Object>> found,
            UUID receipt) {
        if (source != null && !state.sourcesFor(caller).contains(source)) {
            return Optional.of(
                    declined(
                            ReasonCode.SOURCE_UNKNOWN,
                            "There is no source '" + source + "'.",
                            source,
                            receipt));
        }
        return table != null && found.isEmpty()
                ? Optional.of(
                        declined(
                                ReasonCode.TABLE_NOT_ALLOW_LISTED,
                                "Table '" + table + "' is not allow-listed.",
                                table,
                                receipt))
                : Optional.empty();
    }

    private static Answer.Declined declined(
            ReasonCode code, String message, String token, UUID receipt) {
        return new Answer.Declined(
                code, message, Map.of("rejected_token", token, "receipt", receipt.toString()));
    }

    private static List<Map<String, Object>> find(
            TenantState state, Principal caller, @Nullable String table, @Nullable String source) {
        List<Map<String, Object>> found = new ArrayList<>();
        for (String name : state.sourcesFor(caller)) {
            if (source == null || source.equals(name)) {
                Schema catalogue = state.connection(name).orElseThrow().catalogue();
                state.policy(caller, name)
                        .ifPresent(policy -> add(found, policy, catalogue, table));
            }
        }
        return found;
    }

    private static void add(
            List<Map<String, Object>> found,
            Policy policy,
            Schema catalogue,
            @Nullable String table) {
        policy.tables()
                .forEach((name, rule) -> {
                    if (table == null) {
                        found.add(summary(policy, name, rule));
                    } else if (matches(policy, name, table)) {
                        found.add(details(policy, catalogue, name, rule));
                    }
                });
    }

    private static boolean matches(Policy policy, TableName name, String table) {
        return table.equals(name.toString())
                || (table.equals(name.name()) && name.schema().equals(policy.defaultSchema()));
    }

    private static Map<String, Object> summary(
            Policy policy, TableName name, Policy.TableRule rule) {
        return orderedMap(
                "source", policy.source(),
                "name", name.toString(),
                "description", rule.description());
    }

    private static Map<String, Object> details(
            Policy policy, Schema catalogue, TableName name, Policy.TableRule rule) {
        Map<String, Object> details = summary(policy, name, rule);
        Optional<Schema.Table> known = catalogue.table(name);
        List<Map<String, Object>> columns = new ArrayList<>();
        rule.columns()
                .forEach((column, shown) -> {
                    String type =
                            known.flatMap(table -> table.column(column))
                                    .map(Schema.Column::type)
                                    .orElse("unknown");
                    columns.add(column(column, type, shown));
                });
        details.put("columns", columns);
        known.ifPresent(table -> addKeys(details, policy, table, rule));
        return details;
    }

    /** How a column shows; a column that shows as it is needs no further word. */
    private static Map<String, Object> column(String name, String type, Policy.ColumnRule rule) {
        Mask mask = rule.mask();
        Map<String, Object> column =
                orderedMap("name", name, "type", mask == null ? type : mask.typeOf(type));
        switch (rule.exposure()) {
            case Exposure.Select _ -> {}
            case Exposure.Aggregate(int minGroup) -> {
                column.put("expose", rule.exposure().word());
                column.put("min_group", minGroup);
            }
            case Exposure.Join _, Exposure.Filter _ -> column.put("expose", rule.exposure().word());
        }
        if (mask != null) {
            column.put("mask", mask.word());
        }
        return column;
    }

    /** A key that touches a hidden column or table is not mentioned: it would tell of both. */
    private static void addKeys(
            Map<String, Object> details, Policy policy, Schema.Table table, Policy.TableRule rule) {
        if (!table.primaryKey().isEmpty()
                && rule.columns().keySet().containsAll(table.primaryKey())) {
            details.put("primary_key", table.primaryKey());
        }
        List<Map<String, Object>> keys = new ArrayList<>();
        for (Schema.ForeignKey key : table.foreignKeys()) {
            Policy.TableRule target = policy.tables().get(key.references());
            if (target != null
                    && rule.columns().keySet().containsAll(key.columns())
                    && target.columns().keySet().containsAll(key.referencedColumns())) {
                keys.add(
                        orderedMap(
                                "columns", key.columns(),
                                "references", key.references().toString(),
                                "referenced_columns", key.referencedColumns()));
            }
        }
        details.put("foreign_keys", keys);
    }

    private static Map<String, Object> orderedMap(Object... keysAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return map;
    }
}
