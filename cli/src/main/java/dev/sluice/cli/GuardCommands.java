package dev.sluice.cli;

import dev.sluice.cli.client.Json;
import dev.sluice.cli.offline.JsonLines;
import dev.sluice.cli.offline.OfflineGuard;
import dev.sluice.guard.Decision;
import dev.sluice.policy.PolicyFile;
import dev.sluice.policy.SchemaFile;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** {@code sluice guard …}. */
final class GuardCommands {
    private GuardCommands() {}

    static CommandLine of(Shell shell) {
        return new CommandLine(new Group())
                .addSubcommand(new Check(shell))
                .addSubcommand(ServerSide.GUARD_SCHEMA.line());
    }

    @Command(
            name = "guard",
            description = "Try SQL against a policy without a server; write schema files.",
            footer = {
                "",
                "Example:",
                "  echo \"SELECT 1\" | sluice guard check --policy policy.yaml --source shop \\",
                "      --schema shop.json"
            })
    static final class Group extends CommandGroup {}

    @Command(
            name = "check",
            sortOptions = false,
            description = "Decide on SQL from standard input, offline.",
            footer = {
                "",
                "Everything that the policy exposes of the source counts, whoever asks.",
                "One SQL text: prints the SQL that would run and exits with 0, or says why not and"
                        + " exits with 1. JSON lines, recognised by their first character: one"
                        + " answer for each line, in order.",
                "",
                "Examples:",
                "  sluice guard check --policy policy.yaml --source shop --schema shop.json \\",
                "      < question.sql",
                "  echo '{\"id\":\"1\",\"sql\":\"SELECT 1\"}' | sluice guard check --policy"
                        + " policy.yaml --source shop --schema shop.json"
            })
    static final class Check extends DataCommand {
        static final int SQL_BYTES_MAX = 1 << 20;
        static final int SCHEMA_BYTES_MAX = 64 << 20;

        @Option(
                names = "--policy",
                required = true,
                paramLabel = "FILE",
                description = "The policy file.")
        private String policy = "";

        @Option(
                names = "--source",
                required = true,
                paramLabel = "NAME",
                description = "The source in the policy.")
        private String source = "";

        @Option(
                names = "--schema",
                required = true,
                paramLabel = "FILE",
                description = "The schema file; 'sluice guard schema' writes one.")
        private String schema = "";

        @Option(
                names = "--dialect",
                paramLabel = "NAME",
                description = "The dialect that the source must have, as a safeguard.")
        private @Nullable String dialect;

        @Option(
                names = "--explain",
                description =
                        "One SQL text: say what was bound and why it is allowed or refused. For"
                                + " administrators: it tells hidden names.")
        private boolean explain;

        Check(Shell shell) {
            super(shell);
        }

        @Override
        public Integer call() throws IOException {
            OfflineGuard guard =
                    new OfflineGuard(
                            PolicyFile.parse(text(policy, PolicyCommands.FILE_BYTES_MAX)),
                            source,
                            SchemaFile.read(text(schema, SCHEMA_BYTES_MAX)),
                            Optional.ofNullable(dialect));
            InputStream in = new BufferedInputStream(shell().in());
            Optional<Integer> first = firstCharacter(in);
            if (first.isEmpty()) {
                throw wrongUsage("Standard input is empty; give one SQL text or JSON lines.");
            }
            if (first.get() == '{') {
                new JsonLines(guard).answer(in, shell().out());
                return DONE;
            }
            return one(guard, in);
        }

        private int one(OfflineGuard guard, InputStream in) throws IOException {
            byte[] bytes = in.readNBytes(SQL_BYTES_MAX + 1);
            if (bytes.length > SQL_BYTES_MAX) {
                throw wrongUsage("The SQL is longer than " + SQL_BYTES_MAX + " bytes.");
            }
            String sql = text(bytes, "The SQL");
            Decision decision = guard.check(sql, Optional.empty(), Map.of());
            if (explain) {
                explain(guard, sql);
                return decision instanceof Decision.Allowed ? DONE : FAILED;
            }
            if (json()) {
                Printer.json(
                        shell().out(),
                        JsonLines.answer(decision, Optional.empty(), Optional.empty()));
            }
            return switch (decision) {
                case Decision.Allowed allowed -> {
                    if (!json()) {
                        shell().out().println(allowed.query().databaseText());
                        allowed.warnings()
                                .forEach(warning -> shell().err().println("Warning: " + warning));
                    }
                    yield DONE;
                }
                case Decision.Refused refused -> {
                    if (!json()) {
                        Printer.refusal(shell().err(), refused);
                    }
                    yield FAILED;
                }
            };
        }

        private void explain(OfflineGuard guard, String sql) {
            JsonNode explanation = Json.MAPPER.valueToTree(guard.explain(sql, Map.of()));
            if (json()) {
                Printer.json(shell().out(), explanation);
            } else {
                new ExplanationText(shell().out(), sql).print(explanation);
            }
        }

        /** The first character that is no blank; it is still to be read afterwards. */
        private static Optional<Integer> firstCharacter(InputStream in) throws IOException {
            while (true) {
                in.mark(1);
                int b = in.read();
                if (b < 0) {
                    return Optional.empty();
                }
                if (!Character.isWhitespace(b)) {
                    in.reset();
                    return Optional.of(b);
                }
            }
        }
    }
}
