package dev.sluice.cli;

import dev.sluice.cli.setup.Reader;
import dev.sluice.cli.setup.Script;
import dev.sluice.cli.setup.SetupScripts;
import dev.sluice.core.TableName;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What {@code --print-setup-sql} and its like print, without any server. */
final class SetupOptions {
    private static final List<String> WITH_PUBLIC = List.of("postgresql", "redshift");

    @Option(
            names = "--print-setup-sql",
            description = "Print what makes the read-only user, and stop.")
    boolean setup;

    @Option(
            names = "--print-rotate-sql",
            description = "Print what gives the user another credential, and stop.")
    boolean rotate;

    @Option(
            names = "--print-revoke-sql",
            description = "Print what takes tables away from the user, or the user, and stop.")
    boolean revoke;

    @Option(
            names = "--schema",
            paramLabel = "NAME",
            description = "For these: a schema to read, repeatable; default: public, dbo or all.")
    List<String> schemas = new ArrayList<>();

    @Option(
            names = "--table",
            paramLabel = "SCHEMA.TABLE",
            description = "For these: a table to read instead of whole schemas, repeatable.")
    List<String> tables = new ArrayList<>();

    @Option(
            names = "--from",
            paramLabel = "ADDRESS",
            description = "For these: where the user may come from, on engines that look at it.")
    String from = "";

    @Option(
            names = "--generate-password",
            description = "For these: put a strong new password into what is printed.")
    boolean generatePassword;

    boolean wanted() {
        return setup || rotate || revoke;
    }

    /**
     * Prints the script.
     *
     * @throws IllegalArgumentException with a sentence, for options that make no sense
     */
    void print(PrintStream out, EndpointOptions endpoint) {
        String type = endpoint.type == null ? "postgresql" : endpoint.type;
        SetupScripts.Purpose purpose =
                rotate
                        ? SetupScripts.Purpose.ROTATE
                        : revoke ? SetupScripts.Purpose.REVOKE : SetupScripts.Purpose.SETUP;
        String text =
                SetupScripts.text(type, purpose, reader(type, endpoint))
                        .orElseThrow(() ->
                                new IllegalArgumentException(
                                        "--type is one of "
                                                + String.join(", ", SetupScripts.types())
                                                + "."));
        int at = text.indexOf(Script.PASSWORD);
        if (at < 0) {
            out.print(text);
        } else {
            out.print(text.substring(0, at));
            GeneratedPassword.print(out);
            out.print(text.substring(at + 1));
        }
        out.flush();
    }

    private Reader reader(String type, EndpointOptions endpoint) {
        return new Reader(
                Optional.ofNullable(endpoint.database).orElse("DATABASE"),
                Optional.ofNullable(endpoint.user).orElse("sluice"),
                from,
                schemas.isEmpty() ? defaultSchemas(type) : schemas,
                tables.stream().map(SetupOptions::table).toList(),
                generatePassword,
                tls(endpoint.tls),
                endpoint.options);
    }

    private static List<String> defaultSchemas(String type) {
        if (WITH_PUBLIC.contains(type)) {
            return List.of("public");
        }
        return switch (type) {
            case "sqlserver", "synapse" -> List.of("dbo");
            case "snowflake" -> List.of("PUBLIC");
            case "databricks", "trino" -> List.of("default");
            case "bigquery" -> List.of("DATASET");
            default -> List.of();
        };
    }

    /** Only who says that it may be plain gets a user that may come without TLS. */
    private static boolean tls(@Nullable String mode) {
        return !"disable".equals(mode) && !"prefer".equals(mode);
    }

    private static TableName table(String text) {
        try {
            return TableName.parse(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("--table is SCHEMA.TABLE.", e);
        }
    }
}
