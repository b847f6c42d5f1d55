package dev.sluice.policy;

import dev.sluice.core.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a read of a table reads beside it, said so that a person can look at it. */
final class Lineages {
    private static final int READS_MAX = 50;

    private Lineages() {}

    /**
     * What the file's author has to accept, empty where a table is no more than it says.
     *
     * @param rule of the table; generated columns that it leaves out are no matter
     */
    static Optional<String> of(Schema.Table table, Source.Table rule) {
        List<String> parts = new ArrayList<>();
        Schema.Lineage lineage = table.lineage();
        if (!lineage.isPlain()) {
            String kind = lineage.kind().word();
            parts.add(
                    lineage.reads().isEmpty()
                            ? "is a " + kind
                            : "is a " + kind + " and reads " + listed(lineage.reads()));
        }
        for (Source.Column column : rule.columns()) {
            Schema.Column found = table.column(column.name().text()).orElse(null);
            String generated = found == null ? null : found.generated();
            if (generated != null) {
                parts.add(
                        "has the column '%s', which is generated as %s"
                                .formatted(
                                        Shown.name(column.name().text()), Shown.text(generated)));
            }
        }
        return parts.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        ("'%s' %s. Row filters and levels of what it reads do not hold in it: if it"
                             + " may show all of that, say so with accept_lineage: true.")
                                .formatted(
                                        Shown.name(table.name().toString()),
                                        String.join("; it ", parts)));
    }

    private static String listed(List<String> reads) {
        List<String> shown = reads.stream().limit(READS_MAX).map(Shown::text).toList();
        String all = String.join(", ", shown);
        return reads.size() > READS_MAX
                ? all + " and " + (reads.size() - READS_MAX) + " more"
                : all;
    }
}
