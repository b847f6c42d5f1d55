package dev.sluice.cli;

import dev.sluice.cli.client.Json;
import dev.sluice.core.Limits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
        name = "run",
        description = "Ask one SELECT under your policy and print the rows.",
        footer = {
            "",
            "Rows go to standard output; warnings and refusals to standard error.",
            "",
            "Examples:",
            "  sluice run \"SELECT region, count(*) FROM customers GROUP BY region\"",
            "  sluice run --source shop --format csv \"SELECT * FROM orders\" > orders.csv",
            "  sluice run --json - < question.sql"
        })
final class RunCommand extends DataCommand {
    /** What the tool accepts at most; a longer text is refused there with its own code. */
    private static final int SQL_BYTES_MAX = 1 << 20;

    enum Format {
        TABLE,
        CSV,
        JSON
    }

    /** Lists the words as the help writes them when it refuses another. */
    static final class FormatWords implements ITypeConverter<Format> {
        @Override
        public Format convert(String word) {
            return switch (word.toLowerCase(Locale.ROOT)) {
                case "table" -> Format.TABLE;
                case "csv" -> Format.CSV;
                case "json" -> Format.JSON;
                default ->
                        throw new TypeConversionException(
                                "expected table, csv or json but was '" + word + "'");
            };
        }
    }

    @Parameters(
            paramLabel = "SQL",
            description = "The SELECT, or - to read it from standard input.")
    private String sql = "";

    @Option(
            names = "--source",
            paramLabel = "NAME",
            description = "The source to ask; needed when you may use several.")
    private @Nullable String source;

    @Option(
            names = "--max-rows",
            paramLabel = "N",
            description = "At most this many rows; the policy's limit still holds.")
    private @Nullable Integer maxRows;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "table",
            converter = FormatWords.class,
            description = "table, csv or json; default: table.")
    private Format format = Format.TABLE;

    RunCommand(Shell shell) {
        super(shell);
    }

    @Override
    public boolean json() {
        return super.json() || format == Format.JSON;
    }

    @Override
    public Integer call() throws InterruptedException, IOException {
        ObjectNode arguments = Json.MAPPER.createObjectNode().put("sql", text());
        Optional.ofNullable(source).ifPresent(name -> arguments.put("source", name));
        if (maxRows != null) {
            if (maxRows < 1 || maxRows > Limits.ROWS_MAX) {
                throw wrongUsage("--max-rows is a number from 1 to " + Limits.ROWS_MAX + ".");
            }
            arguments.put("max_rows", maxRows);
        }
        JsonNode result = shell().server().mcp().call("run", arguments);
        if (json()) {
            Printer.json(shell().out(), result);
            return DONE;
        }
        List<String> headers = new ArrayList<>();
        result.path("columns").forEach(column -> headers.add(column.path("name").asString("")));
        List<List<JsonNode>> rows = new ArrayList<>();
        result.path("rows").forEach(row -> rows.add(List.copyOf(row.values())));
        switch (format) {
            case TABLE -> Printer.table(shell().out(), headers, rows);
            case CSV -> Printer.csv(shell().out(), headers, rows);
            case JSON -> Printer.json(shell().out(), result);
        }
        remarks(result, rows.size());
        return DONE;
    }

    private String text() throws IOException {
        if (!sql.equals("-")) {
            return sql;
        }
        byte[] read = shell().in().readNBytes(SQL_BYTES_MAX + 1);
        if (read.length > SQL_BYTES_MAX) {
            throw wrongUsage(
                    "the SQL on standard input is longer than " + SQL_BYTES_MAX + " bytes.");
        }
        return new String(read, StandardCharsets.UTF_8);
    }

    private void remarks(JsonNode result, int rows) {
        if (format == Format.TABLE) {
            shell().err().println(rows == 1 ? "1 row" : rows + " rows");
        }
        if (result.path("truncated").asBoolean(false)) {
            shell().err().println("There are more rows than the limit allows.");
        }
        for (JsonNode warning : result.path("warnings").values()) {
            shell().err().println("Warning: " + Printer.visible(Printer.text(warning)));
        }
        JsonNode receipt = result.path("receipt");
        if (receipt.isString() && format == Format.TABLE) {
            shell().err().println("Receipt: " + Printer.visible(receipt.stringValue()));
        }
    }
}
