package dev.sluice.policy;

import dev.sluice.core.Exposure;
import dev.sluice.core.Mask;
import dev.sluice.core.Policy.ColumnRule;
import dev.sluice.core.SluiceException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * Reads {@code exposed_columns}, {@code columns} and {@code masks}: which columns show, and how.
 */
final class ColumnParser {
    private static final List<String> LEVELS = List.of("select", "aggregate", "join", "filter");
    private static final List<String> KINDS =
            List.of("null", "hash", "hmac", "partial", "truncate_date");
    private static final List<String> UNITS =
            Arrays.stream(Mask.Unit.values()).map(Mask.Unit::word).toList();

    private ColumnParser() {}

    /** The columns of a source's table, of which there has to be one. */
    static List<Source.Column> columns(Section table, Map<String, Section> fields) {
        if (!fields.containsKey("columns")) {
            table.required(fields, "exposed_columns");
        }
        SequencedMap<String, Source.Column> columns = new LinkedHashMap<>();
        listed(fields).forEach(name -> put(columns, name, new Exposure.Select()));
        levels(fields).forEach((name, level) -> put(columns, name, level));
        masks(fields).forEach((name, mask) -> mask(columns, name, mask));
        if (columns.isEmpty()) {
            throw table.problem("no column is listed; leave the table out to hide it.");
        }
        if (columns.size() > SourceParser.COLUMNS_MAX) {
            throw table.problem("there are more than " + SourceParser.COLUMNS_MAX + " columns.");
        }
        return List.copyOf(columns.values());
    }

    /**
     * What a role says about the columns of a table: which it keeps and what it takes from them.
     */
    static List<Source.Column> narrowed(Map<String, Section> fields) {
        SequencedMap<String, Source.Column> columns = new LinkedHashMap<>();
        boolean all = !fields.containsKey("exposed_columns");
        listed(fields).forEach(name -> put(columns, name, new Exposure.Select()));
        levels(fields)
                .forEach((name, level) -> {
                    if (!all && columns.remove(name.text()) == null) {
                        throw notListed(name);
                    }
                    put(columns, name, level);
                });
        masks(fields)
                .forEach((name, mask) -> {
                    if (all && !columns.containsKey(name.text())) {
                        put(columns, name, new Exposure.Select());
                    }
                    mask(columns, name, mask);
                });
        return List.copyOf(columns.values());
    }

    private static List<PlacedName> listed(Map<String, Section> fields) {
        return Optional.ofNullable(fields.get("exposed_columns"))
                .map(SourceParser::columns)
                .orElse(List.of());
    }

    private static void put(
            SequencedMap<String, Source.Column> columns, PlacedName name, Exposure level) {
        Source.Column column =
                new Source.Column(name, new ColumnRule(level, null), Optional.empty());
        if (columns.put(name.text(), column) != null) {
            throw name.problem("the column is in exposed_columns as well; a column has one level.")
                    .asException();
        }
    }

    private record PlacedMask(Mask mask, PlacedName kind) {}

    private static void mask(
            SequencedMap<String, Source.Column> columns, PlacedName name, PlacedMask mask) {
        Source.Column column = columns.get(name.text());
        if (column == null) {
            throw notListed(name);
        }
        if (column.rule().exposure() instanceof Exposure.Aggregate) {
            throw name.problem(
                            "a column exposed for aggregates has no mask: its values never show.")
                    .asException();
        }
        columns.put(
                name.text(),
                new Source.Column(
                        column.name(),
                        new ColumnRule(column.rule().exposure(), mask.mask()),
                        Optional.of(mask.kind())));
    }

    private static SluiceException notListed(PlacedName name) {
        return name.problem(
                        "'" + Shown.name(name.text()) + "' is not among the exposed columns here.")
                .asException();
    }

    private static SequencedMap<PlacedName, Exposure> levels(Map<String, Section> fields) {
        SequencedMap<PlacedName, Exposure> levels = new LinkedHashMap<>();
        Section section = fields.get("columns");
        if (section != null) {
            section.entries().values().forEach(entry -> levels.put(key(entry), level(entry)));
        }
        return levels;
    }

    private static SequencedMap<PlacedName, PlacedMask> masks(Map<String, Section> fields) {
        SequencedMap<PlacedName, PlacedMask> masks = new LinkedHashMap<>();
        Section section = fields.get("masks");
        if (section != null) {
            section.entries().values().forEach(entry -> masks.put(key(entry), mask(entry)));
        }
        return masks;
    }

    private static PlacedName key(Section.Keyed entry) {
        if (entry.name().isBlank() || entry.name().length() > Section.NAME_CHARACTERS_MAX) {
            throw entry.problem(
                    "a name of 1 to " + Section.NAME_CHARACTERS_MAX + " characters is expected.");
        }
        return new PlacedName(entry.name(), entry.key().place(), entry.value().path());
    }

    private static Exposure level(Section.Keyed entry) {
        Map<String, Section> fields =
                entry.value().fields(List.of("expose", "min_group"), List.of());
        PlacedName level = entry.value().required(fields, "expose").name();
        Section group = fields.get("min_group");
        if (group != null && !level.text().equals("aggregate")) {
            throw group.problem("min_group goes with 'expose: aggregate' alone.");
        }
        return switch (level.text()) {
            case "select" -> new Exposure.Select();
            case "join" -> new Exposure.Join();
            case "filter" -> new Exposure.Filter();
            case "aggregate" ->
                    new Exposure.Aggregate(
                            group == null ? Exposure.Aggregate.GROUP_DEFAULT : group(group));
            default -> throw unknown(level, "level", LEVELS);
        };
    }

    private static int group(Section section) {
        int min = Exposure.Aggregate.GROUP_MIN;
        int max = Exposure.Aggregate.GROUP_MAX;
        return bounded(section, "min_group", min, max);
    }

    private static int bounded(Section section, String what, int min, int max) {
        long number = Quantity.integer(section);
        if (number < min || number > max) {
            throw section.problem("%s must be between %d and %d.".formatted(what, min, max));
        }
        return (int) number;
    }

    private static PlacedMask mask(Section.Keyed entry) {
        Map<String, Section> fields =
                entry.value().fields(List.of("kind", "first", "last", "unit"), List.of());
        PlacedName kind = kind(entry.value().required(fields, "kind"));
        Mask mask =
                switch (kind.text()) {
                    case "null" -> new Mask.Null();
                    case "hash" -> new Mask.Hash();
                    case "hmac" -> new Mask.KeyedHash();
                    case "partial" -> partial(fields);
                    case "truncate_date" ->
                            new Mask.TruncateDate(unit(entry.value().required(fields, "unit")));
                    default -> throw unknown(kind, "kind of mask", KINDS);
                };
        requireOnly(fields, "partial", mask instanceof Mask.Partial, List.of("first", "last"));
        requireOnly(fields, "truncate_date", mask instanceof Mask.TruncateDate, List.of("unit"));
        return new PlacedMask(mask, kind);
    }

    /** YAML reads the bare word null as nothing, and here that is what it means. */
    private static PlacedName kind(Section section) {
        return section.node() instanceof YamlNode.Scalar scalar
                        && scalar.isNothing()
                        && scalar.text().equalsIgnoreCase("null")
                ? new PlacedName("null", section.place(), section.path())
                : section.name();
    }

    private static Mask partial(Map<String, Section> fields) {
        return new Mask.Partial(kept(fields, "first"), kept(fields, "last"));
    }

    private static int kept(Map<String, Section> fields, String end) {
        return Optional.ofNullable(fields.get(end))
                .map(section -> bounded(section, end, 0, Mask.Partial.KEPT_MAX))
                .orElse(0);
    }

    private static Mask.Unit unit(Section section) {
        PlacedName unit = section.name();
        return Arrays.stream(Mask.Unit.values())
                .filter(known -> known.word().equals(unit.text()))
                .findFirst()
                .orElseThrow(() -> unknown(unit, "unit", UNITS));
    }

    private static void requireOnly(
            Map<String, Section> fields, String kind, boolean there, List<String> keys) {
        for (String key : keys) {
            Section field = fields.get(key);
            if (field != null && !there) {
                throw field.problem("'%s' goes with 'kind: %s' alone.".formatted(key, kind));
            }
        }
    }

    private static SluiceException unknown(PlacedName name, String what, List<String> known) {
        return name.unknown(
                        "there is no %s '%s'; known are %s."
                                .formatted(what, Shown.name(name.text()), String.join(", ", known)),
                        known)
                .asException();
    }
}
