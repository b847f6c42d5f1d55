package dev.sluice.guard;

import dev.sluice.core.Policy;
import dev.sluice.core.Schema;
import dev.sluice.core.TableName;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Stream;

/** The bookshop of the corpora in DuckDB, which runs in this process. */
final class DuckdbFixture {
    static final Map<String, String> CLAIMS = Map.of("user.branch", "1");

    private DuckdbFixture() {}

    static Guard guard() {
        SequencedMap<TableName, Policy.TableRule> tables = new LinkedHashMap<>();
        tables.put(
                TableName.parse("shop.readers"),
                ShopFixture.rule(
                        "id, name, town, joined, likes, tags, address, scores", "branch = 1"));
        tables.put(
                TableName.parse("shop.loans"),
                ShopFixture.rule(
                        "id, reader_id, book_id, taken, fee, state",
                        "branch = 1 OR branch IS NULL"));
        tables.put(TableName.parse("shop.books"), ShopFixture.rule("id, title, price"));
        tables.put(
                TableName.parse("shop.loan_notes"),
                ShopFixture.rule(
                        "loan_id, line, body", "branch = {{user.branch}}::int", "line < 100"));
        tables.put(TableName.parse("shop.Odd Table"), ShopFixture.rule("id, Mixed, select"));
        return Guard.of(new Policy("shop", "duckdb", "shop", ShopFixture.LIMITS, tables), schema());
    }

    /** Of one table, all of which is shown where the filter lets it. */
    static Guard guard(String name, String columns, String filter) {
        Schema.Table table = table(name, "id", columns);
        SequencedMap<TableName, Policy.TableRule> tables = new LinkedHashMap<>();
        List<String> shown = table.columns().stream().map(Schema.Column::name).toList();
        tables.put(table.name(), new Policy.TableRule("", shown, List.of(filter)));
        return Guard.of(
                new Policy("shop", "duckdb", "shop", ShopFixture.LIMITS, tables),
                Schema.of(List.of(table)));
    }

    private static Schema schema() {
        return Schema.of(
                List.of(
                        table(
                                "shop.readers",
                                "id",
                                "id INTEGER; name VARCHAR; town VARCHAR; joined DATE; likes JSON;"
                                        + " tags VARCHAR[]; address STRUCT(street VARCHAR, zip"
                                        + " VARCHAR); scores MAP(VARCHAR, INTEGER); secret_note"
                                        + " VARCHAR; branch INTEGER"),
                        table(
                                "shop.loans",
                                "id",
                                "id INTEGER; reader_id INTEGER; book_id INTEGER; taken DATE; fee"
                                        + " DECIMAL(10,2); state VARCHAR; branch INTEGER"),
                        table(
                                "shop.books",
                                "id",
                                "id INTEGER; title VARCHAR; price DECIMAL(10,2); cost"
                                        + " DECIMAL(10,2)"),
                        table(
                                "shop.loan_notes",
                                "loan_id,line",
                                "loan_id INTEGER; line INTEGER; body VARCHAR; branch INTEGER"),
                        table("shop.staff", "id", "id INTEGER; name VARCHAR; pay DECIMAL(10,2)"),
                        table(
                                "shop.Odd Table",
                                "id",
                                "id INTEGER; Mixed VARCHAR; select INTEGER")));
    }

    private static Schema.Table table(String name, String key, String columns) {
        List<Schema.Column> list =
                Stream.of(columns.split("; "))
                        .map(column -> column.split(" ", 2))
                        .map(parts -> new Schema.Column(parts[0], parts[1]))
                        .toList();
        return new Schema.Table(TableName.parse(name), list, List.of(key.split(",")), List.of());
    }

    /** A new database that holds the fixture. */
    static Connection open() throws SQLException {
        Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        execute(connection, "SET lambda_syntax = 'ENABLE_SINGLE_ARROW'");
        for (String statement : CorpusFile.fixture("duckdb").split(";\n", -1)) {
            if (!statement.isBlank()) {
                execute(connection, statement);
            }
        }
        return connection;
    }

    static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The rows as texts, at most so many. */
    static List<String> rows(Connection connection, String sql, List<String> values, int max)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.size(); i++) {
                statement.setString(i + 1, values.get(i));
            }
            try (ResultSet result = statement.executeQuery()) {
                List<String> rows = new ArrayList<>();
                int columns = result.getMetaData().getColumnCount();
                while (result.next() && rows.size() < max) {
                    List<String> row = new ArrayList<>();
                    for (int i = 1; i <= columns; i++) {
                        row.add(String.valueOf(result.getObject(i)));
                    }
                    rows.add(String.join(" | ", row));
                }
                return rows;
            }
        }
    }
}
