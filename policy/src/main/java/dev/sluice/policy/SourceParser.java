package dev.sluice.policy;

import dev.sluice.core.Limits;
import dev.sluice.core.TableName;
import dev.sluice.guard.Guard;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.regex.Pattern;

/** Reads the {@code sources} section. */
final class SourceParser {
    static final int SOURCES_MAX = 1_000;
    static final int TABLES_MAX = 10_000;
    static final int COLUMNS_MAX = 2_000;

    private static final String POSTGRESQL_DEFAULT_SCHEMA = "public";

    /** What a policy file may come to name; those that the guard knows are available. */
    private static final List<String> PLANNED_DIALECTS =
            List.of(
                    "trino",
                    "redshift",
                    "databricks",
                    "bigquery",
                    "snowflake",
                    "sqlserver",
                    "synapse",
                    "clickhouse");

    private static final Pattern SOURCE_NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,62}");

    private SourceParser() {}

    static SequencedMap<String, Source> sources(Section section) {
        SequencedMap<String, Section.Keyed> entries = section.entries();
        if (entries.size() > SOURCES_MAX) {
            throw section.problem("there are more than " + SOURCES_MAX + " sources.");
        }
        SequencedMap<String, Source> sources = new LinkedHashMap<>();
        entries.forEach((name, entry) -> sources.put(name, source(entry)));
        return sources;
    }

    private static Source source(Section.Keyed entry) {
        if (!SOURCE_NAME.matcher(entry.name()).matches()) {
            throw entry.problem(
                    "a source's name is a letter followed by at most 62 letters, digits, '_' or"
                            + " '-'.");
        }
        Section section = entry.value();
        Map<String, Section> fields =
                section.fields(List.of("dialect", "default_schema", "limits", "tables"), List.of());
        String dialect = dialect(section.required(fields, "dialect"));
        String defaultSchema =
                Optional.ofNullable(fields.get("default_schema"))
                        .map(field -> field.name().text())
                        .orElse(POSTGRESQL_DEFAULT_SCHEMA);
        Limits limits =
                Optional.ofNullable(fields.get("limits"))
                        .map(SourceParser::limits)
                        .orElse(LimitsOverride.NONE)
                        .over(Limits.DEFAULT);
        return Source.of(
                entry.name(),
                dialect,
                defaultSchema,
                limits,
                tables(section.required(fields, "tables"), defaultSchema));
    }

    private static String dialect(Section section) {
        PlacedName dialect = section.name();
        if (Guard.dialects().contains(dialect.text())) {
            return dialect.text();
        }
        if (PLANNED_DIALECTS.contains(dialect.text())) {
            throw dialect.problem(
                            "the dialect '"
                                    + dialect.text()
                                    + "' is not available in this version; available: "
                                    + String.join(", ", Guard.dialects())
                                    + ".")
                    .asException();
        }
        throw dialect.unknown(
                        "there is no dialect '" + Shown.name(dialect.text()) + "'.",
                        Guard.dialects())
                .asException();
    }

    static LimitsOverride limits(Section section) {
        Map<String, Section> fields =
                section.fields(List.of("max_rows", "max_bytes", "timeout"), List.of());
        return new LimitsOverride(
                Optional.ofNullable(fields.get("max_rows")).map(SourceParser::rows),
                Optional.ofNullable(fields.get("max_bytes")).map(SourceParser::bytes),
                Optional.ofNullable(fields.get("timeout")).map(SourceParser::timeout));
    }

    private static int rows(Section section) {
        long rows = Quantity.integer(section);
        if (rows < 1 || rows > Limits.ROWS_MAX) {
            throw section.problem("max_rows must be between 1 and " + Limits.ROWS_MAX + ".");
        }
        return (int) rows;
    }

    private static long bytes(Section section) {
        long bytes = Quantity.bytes(section);
        if (bytes < 1) {
            throw section.problem("max_bytes must be at least 1.");
        }
        return bytes;
    }

    private static Duration timeout(Section section) {
        Duration timeout = Quantity.time(section);
        if (timeout.isZero() || timeout.compareTo(Limits.TIMEOUT_MAX) > 0) {
            throw section.problem(
                    "timeout must be between 1ms and " + Limits.TIMEOUT_MAX.toHours() + "h.");
        }
        return timeout;
    }

    private static SequencedMap<TableName, Source.Table> tables(
            Section section, String defaultSchema) {
        SequencedMap<String, Section.Keyed> entries = section.entries();
        if (entries.size() > TABLES_MAX) {
            throw section.problem("there are more than " + TABLES_MAX + " tables.");
        }
        SequencedMap<TableName, Source.Table> tables = new LinkedHashMap<>();
        for (Section.Keyed entry : entries.values()) {
            PlacedName name =
                    new PlacedName(entry.name(), entry.key().place(), entry.value().path());
            tables.put(tableName(name, defaultSchema), table(name, entry.value()));
        }
        return tables;
    }

    /** The name, exactly as the database spells it. */
    static TableName tableName(PlacedName name, String defaultSchema) {
        String text = name.text();
        int dot = text.indexOf('.');
        if (dot < 0) {
            throw name.problem(
                            "a table is written with its schema, for example "
                                    + Shown.name(defaultSchema + "." + text)
                                    + ".")
                    .asException();
        }
        if (dot == 0 || dot == text.length() - 1 || text.length() > Section.NAME_CHARACTERS_MAX) {
            throw name.problem("a table is written schema.name.").asException();
        }
        return TableName.parse(text);
    }

    private static Source.Table table(PlacedName name, Section section) {
        Map<String, Section> fields =
                section.fields(
                        List.of(
                                "description",
                                "exposed_columns",
                                "columns",
                                "masks",
                                "row_filter",
                                "accept_lineage"),
                        List.of());
        String description =
                Optional.ofNullable(fields.get("description")).map(Section::text).orElse("");
        return new Source.Table(
                name,
                description,
                ColumnParser.columns(section, fields),
                Optional.ofNullable(fields.get("row_filter")).map(SourceParser::rowFilter),
                Optional.ofNullable(fields.get("accept_lineage")).map(Section::flag).orElse(false));
    }

    static List<PlacedName> columns(Section section) {
        List<PlacedName> columns = section.names();
        if (columns.isEmpty()) {
            throw section.problem("no column is listed; leave the table out to hide it.");
        }
        if (columns.size() > COLUMNS_MAX) {
            throw section.problem("there are more than " + COLUMNS_MAX + " columns.");
        }
        return columns;
    }

    static PlacedName rowFilter(Section section) {
        String filter = section.text();
        if (filter.isBlank()) {
            throw section.problem(
                    "an empty row filter is not allowed; leave the key out to show every row.");
        }
        return new PlacedName(filter, section.place(), section.path());
    }
}
