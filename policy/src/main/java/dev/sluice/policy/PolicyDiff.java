package dev.sluice.policy;

import dev.sluice.core.Budget;
import dev.sluice.core.Limits;
import dev.sluice.core.Policy;
import dev.sluice.core.TableName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one policy file changes against another, caller by caller: what counts is what somebody sees
 * in the end, not how the file says it.
 */
public final class PolicyDiff {
    /** Stands for callers where no role shows a change to anybody. */
    public static final String NOBODY = "nobody: no role shows it";

    /** Stands for callers where a change concerns whoever sees the table. */
    public static final String EVERYBODY = "everybody who sees the table";

    private final PolicyFile before;
    private final PolicyFile after;

    private PolicyDiff(PolicyFile before, PolicyFile after) {
        this.before = before;
        this.after = after;
    }

    /** What a change does to what may be seen. */
    public enum Effect {
        /** More can be seen, asked or spent. */
        WIDENS,
        /** A condition was replaced: only a person can tell. */
        MAY_WIDEN,
        /** Less can be seen, asked or spent. */
        NARROWS,
        /** The same can be seen. */
        NEITHER
    }

    /**
     * One change.
     *
     * @param source null for what concerns all sources
     * @param table null for what concerns the whole source
     * @param sentence for a reviewer
     */
    public record Change(
            Effect effect, @Nullable String source, @Nullable String table, String sentence) {}

    /**
     * The changes for callers whom they concern alike.
     *
     * @param who at least one, in the file's order
     */
    public record Section(List<String> who, List<Change> changes) {
        public Section {
            who = List.copyOf(who);
            changes = List.copyOf(changes);
        }

        public boolean widens() {
            return changes.stream()
                    .anyMatch(c -> c.effect() == Effect.WIDENS || c.effect() == Effect.MAY_WIDEN);
        }
    }

    /** What {@code after} changes, empty when everybody sees what they saw. */
    public static List<Section> between(PolicyFile before, PolicyFile after) {
        return new PolicyDiff(before, after).sections();
    }

    private List<Section> sections() {
        SequencedMap<List<Change>, List<String>> alike = new LinkedHashMap<>();
        Map<List<String>, List<Change>> byRoles = new LinkedHashMap<>();
        List<Who> bound = new ArrayList<>();
        all(before.users(), after.users()).forEach(user -> bound.add(Who.user(user)));
        all(before.groups(), after.groups()).forEach(group -> bound.add(Who.group(group)));
        for (Who who : bound) {
            List<String> roles = new ArrayList<>(before.roleNames(who));
            roles.add("");
            roles.addAll(after.roleNames(who));
            String shown = who.kind() == Who.Kind.GROUP ? "group " + who.name() : who.name();
            collect(alike, shown, byRoles.computeIfAbsent(roles, _ -> changes(who)));
        }
        for (String agent : all(before.agents(), after.agents())) {
            collect(alike, "agent " + agent, changes(Who.agent(agent)));
        }
        List<Section> sections = new ArrayList<>();
        alike.forEach((changes, who) -> sections.add(new Section(who, changes)));
        unseen(sections).ifPresent(sections::add);
        lineages().ifPresent(sections::add);
        return sections;
    }

    /** What a table reads beside its name is accepted for everybody or for nobody. */
    private Optional<Section> lineages() {
        List<Change> changes = new ArrayList<>();
        for (String source : all(before.sources(), after.sources())) {
            Set<TableName> old = before.lineagesAccepted(source);
            Set<TableName> now = after.lineagesAccepted(source);
            for (TableName table : all(old, now)) {
                boolean gained = now.contains(table);
                if (gained != old.contains(table)) {
                    changes.add(
                            new Change(
                                    gained ? Effect.MAY_WIDEN : Effect.NARROWS,
                                    source,
                                    table.toString(),
                                    "%s that %s may show what it reads beside its name"
                                            .formatted(
                                                    gained ? "accepts" : "no longer accepts", table)
                                            .concat(" (accept_lineage)")));
                }
            }
        }
        return changes.isEmpty()
                ? Optional.empty()
                : Optional.of(new Section(List.of(EVERYBODY), changes));
    }

    private static void collect(
            Map<List<Change>, List<String>> alike, String who, List<Change> changes) {
        if (!changes.isEmpty()) {
            alike.computeIfAbsent(changes, _ -> new ArrayList<>()).add(who);
        }
    }

    /** What the sources come to expose although nobody has a role for it. */
    private Optional<Section> unseen(List<Section> seen) {
        Set<String> told = new HashSet<>();
        seen.forEach(section -> section.changes().forEach(c -> told.add(c.sentence())));
        List<Change> changes = new ArrayList<>();
        for (String source : all(before.sources(), after.sources())) {
            policies(changes, source, before.exposedBy(source), after.exposedBy(source));
        }
        List<Change> quiet =
                changes.stream()
                        .filter(c -> !told.contains(c.sentence()))
                        .map(c -> new Change(Effect.NEITHER, c.source(), c.table(), c.sentence()))
                        .toList();
        return quiet.isEmpty()
                ? Optional.empty()
                : Optional.of(new Section(List.of(NOBODY), quiet));
    }

    private List<Change> changes(Who who) {
        List<Change> changes = new ArrayList<>();
        tools(changes, before.toolsFor(who), after.toolsFor(who));
        budgets(changes, before.budgetsFor(who), after.budgetsFor(who));
        for (String source : all(before.sources(), after.sources())) {
            policies(changes, source, policy(before, who, source), policy(after, who, source));
        }
        return changes;
    }

    private static Optional<Policy> policy(PolicyFile file, Who who, String source) {
        return file.policyFor(who, source) instanceof Grant.Granted(Policy policy)
                ? Optional.of(policy)
                : Optional.empty();
    }

    private static void policies(
            List<Change> changes, String source, Optional<Policy> old, Optional<Policy> now) {
        if (old.isEmpty() && now.isEmpty()) {
            return;
        }
        if (old.isEmpty() || now.isEmpty()) {
            Policy policy = now.or(() -> old).orElseThrow();
            changes.add(
                    new Change(
                            now.isPresent() ? Effect.WIDENS : Effect.NARROWS,
                            source,
                            null,
                            "%s the source %s: %s"
                                    .formatted(
                                            now.isPresent() ? "gains" : "loses",
                                            source,
                                            String.join(", ", described(policy)))));
            return;
        }
        settings(changes, source, old.get(), now.get());
        limits(changes, source, old.get().limits(), now.get().limits());
        for (TableName table : all(old.get().tables().keySet(), now.get().tables().keySet())) {
            tables(
                    changes,
                    source,
                    table,
                    Optional.ofNullable(old.get().tables().get(table)),
                    Optional.ofNullable(now.get().tables().get(table)));
        }
    }

    private static List<String> described(Policy policy) {
        List<String> tables = new ArrayList<>();
        policy.tables().forEach((name, rule) -> tables.add(described(name, rule)));
        return tables;
    }

    private static String described(TableName name, Policy.TableRule rule) {
        List<String> shown = new ArrayList<>();
        rule.columns().forEach((column, how) -> shown.add(ColumnWords.named(column, how)));
        String columns = String.join(", ", shown);
        return rule.rowFilters().isEmpty()
                ? "%s (%s), every row".formatted(name, columns)
                : "%s (%s), rows with %s"
                        .formatted(name, columns, String.join(" AND ", rule.rowFilters()));
    }

    private static void settings(List<Change> changes, String source, Policy old, Policy now) {
        if (!old.dialect().equals(now.dialect())) {
            changes.add(
                    new Change(
                            Effect.MAY_WIDEN,
                            source,
                            null,
                            "%s: the dialect is %s instead of %s"
                                    .formatted(source, now.dialect(), old.dialect())));
        }
        if (!old.defaultSchema().equals(now.defaultSchema())) {
            changes.add(
                    new Change(
                            Effect.MAY_WIDEN,
                            source,
                            null,
                            "%s: names without a schema mean %s instead of %s"
                                    .formatted(source, now.defaultSchema(), old.defaultSchema())));
        }
    }

    private static void limits(List<Change> changes, String source, Limits old, Limits now) {
        limit(changes, source, "max_rows", (long) old.maxRows(), (long) now.maxRows());
        limit(changes, source, "max_bytes", old.maxBytes(), now.maxBytes());
        limit(changes, source, "timeout", old.timeout(), now.timeout());
    }

    /** Of a user or group the user's, of an agent the agent's: the other is never limited. */
    private static void budgets(List<Change> changes, Budgets before, Budgets after) {
        Budget old = before.user().and(before.agent());
        Budget now = after.user().and(after.agent());
        budget(changes, "rows_per_day", old.rows(), now.rows());
        budget(changes, "bytes_per_day", old.bytes(), now.bytes());
        budget(changes, "scanned_bytes_per_day", old.scannedBytes(), now.scannedBytes());
    }

    private static void budget(List<Change> changes, String name, long old, long now) {
        if (old != now) {
            changes.add(
                    new Change(
                            now > old ? Effect.WIDENS : Effect.NARROWS,
                            null,
                            null,
                            "%s is %s instead of %s".formatted(name, budget(now), budget(old))));
        }
    }

    private static String budget(long limit) {
        return limit == Budget.NO_LIMIT ? "unlimited" : Long.toString(limit);
    }

    private static <T extends Comparable<T>> void limit(
            List<Change> changes, String source, String name, T old, T now) {
        int compared = now.compareTo(old);
        if (compared != 0) {
            changes.add(
                    new Change(
                            compared > 0 ? Effect.WIDENS : Effect.NARROWS,
                            source,
                            null,
                            "%s: %s is %s instead of %s"
                                    .formatted(source, name, shown(now), shown(old))));
        }
    }

    private static String shown(Object value) {
        return value instanceof Duration time ? time.toMillis() + "ms" : value.toString();
    }

    private static void tables(
            List<Change> changes,
            String source,
            TableName table,
            Optional<Policy.TableRule> old,
            Optional<Policy.TableRule> now) {
        if (old.isEmpty() || now.isEmpty()) {
            Policy.TableRule rule = now.or(() -> old).orElseThrow();
            changes.add(
                    new Change(
                            now.isPresent() ? Effect.WIDENS : Effect.NARROWS,
                            source,
                            table.toString(),
                            (now.isPresent() ? "gains the table " : "loses the table ")
                                    + described(table, rule)));
            return;
        }
        columns(changes, source, table, old.get(), now.get());
        rows(changes, source, table, old.get().rowFilters(), now.get().rowFilters());
    }

    private static void tools(List<Change> changes, Set<String> old, Set<String> now) {
        for (String tool : all(old, now)) {
            boolean gained = now.contains(tool);
            if (gained != old.contains(tool)) {
                changes.add(
                        new Change(
                                gained ? Effect.WIDENS : Effect.NARROWS,
                                null,
                                null,
                                (gained ? "gains the tool " : "loses the tool ") + tool));
            }
        }
    }

    private static void columns(
            List<Change> changes,
            String source,
            TableName table,
            Policy.TableRule old,
            Policy.TableRule now) {
        for (String column : all(old.columns().keySet(), now.columns().keySet())) {
            Policy.ColumnRule before = old.columns().get(column);
            Policy.ColumnRule after = now.columns().get(column);
            if (!Objects.equals(before, after)) {
                changes.add(
                        new Change(
                                effect(before, after),
                                source,
                                table.toString(),
                                column(table + "." + column, before, after)));
            }
        }
    }

    /** What both rules show tells which of them shows more. */
    private static Effect effect(
            Policy.@Nullable ColumnRule before, Policy.@Nullable ColumnRule after) {
        if (before == null || after == null) {
            return before == null ? Effect.WIDENS : Effect.NARROWS;
        }
        Optional<Policy.ColumnRule> both = before.and(after);
        if (both.equals(Optional.of(after))) {
            return Effect.NARROWS;
        }
        return both.equals(Optional.of(before)) ? Effect.WIDENS : Effect.MAY_WIDEN;
    }

    private static String column(
            String name, Policy.@Nullable ColumnRule before, Policy.@Nullable ColumnRule after) {
        if (after == null) {
            return "loses the column " + name;
        }
        return before == null
                ? "gains the column " + ColumnWords.named(name, after)
                : "sees the column %s %s; before, %s"
                        .formatted(name, ColumnWords.of(after), ColumnWords.of(before));
    }

    private static void rows(
            List<Change> changes,
            String source,
            TableName table,
            List<String> old,
            List<String> now) {
        List<String> dropped = new ArrayList<>(old);
        dropped.removeAll(now);
        List<String> added = new ArrayList<>(now);
        added.removeAll(old);
        if (dropped.isEmpty() && added.isEmpty()) {
            return;
        }
        Effect effect;
        String sentence;
        if (dropped.isEmpty()) {
            effect = Effect.NARROWS;
            sentence = "sees only rows of %s with %s".formatted(table, all(added));
        } else if (added.isEmpty()) {
            effect = Effect.WIDENS;
            sentence =
                    now.isEmpty()
                            ? "sees every row of %s; before, only rows with %s"
                                    .formatted(table, all(dropped))
                            : "rows of %s need no longer fulfil %s".formatted(table, all(dropped));
        } else {
            effect = Effect.MAY_WIDEN;
            sentence =
                    "sees rows of %s with %s instead of %s"
                            .formatted(table, all(added), all(dropped));
        }
        changes.add(new Change(effect, source, table.toString(), sentence));
    }

    private static String all(List<String> conditions) {
        return String.join(" AND ", conditions);
    }

    private static <T> SequencedSet<T> all(Collection<T> first, Collection<T> second) {
        SequencedSet<T> all = new LinkedHashSet<>(first);
        all.addAll(second);
        return all;
    }
}
