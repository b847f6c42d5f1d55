package dev.sluice.guard.example;

import dev.sluice.core.Limits;
import dev.sluice.core.Policy;
import dev.sluice.core.Schema;
import dev.sluice.core.TableName;
import dev.sluice.guard.Decision;
import dev.sluice.guard.DecisionCache;
import dev.sluice.guard.Guard;
import dev.sluice.guard.GuardedQuery;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** A bookshop whose agents see the loans of their own branch, and no costs. */
public final class Bookshop {
    private static final TableName BOOKS = new TableName("shop", "books");
    private static final TableName LOANS = new TableName("shop", "loans");

    private final Guard guard = Guard.of(policy(), schema());
    private final DecisionCache decisions = new DecisionCache();

    /** What the database holds, whoever may see it: read it from the database's catalogue. */
    static Schema schema() {
        return Schema.of(
                List.of(
                        new Schema.Table(
                                BOOKS,
                                List.of(
                                        new Schema.Column("id", "int4"),
                                        new Schema.Column("title", "text"),
                                        new Schema.Column("cost", "numeric(12,2)")),
                                List.of("id"),
                                List.of()),
                        new Schema.Table(
                                LOANS,
                                List.of(
                                        new Schema.Column("id", "int4"),
                                        new Schema.Column("book_id", "int4"),
                                        new Schema.Column("branch", "text")),
                                List.of("id"),
                                List.of())));
    }

    /** What agents see of it: two columns of each table, and loans of one branch. */
    static Policy policy() {
        SequencedMap<TableName, Policy.TableRule> tables = new LinkedHashMap<>();
        tables.put(BOOKS, new Policy.TableRule("Books", List.of("id", "title"), List.of()));
        tables.put(
                LOANS,
                new Policy.TableRule(
                        "Loans", List.of("id", "book_id"), List.of("branch = {{user.branch}}")));
        return new Policy("shop", "postgresql", "shop", Limits.DEFAULT, tables);
    }

    /** One question of somebody who works for this branch. */
    String answer(String sql, String branch) {
        return switch (decisions.check(guard, sql, Map.of("user.branch", branch), null)) {
            case Decision.Allowed(GuardedQuery query, var warnings) -> query.sql();
            case Decision.Refused refused -> refused.code() + ": " + refused.message();
        };
    }

    /** Runs what was allowed, and nothing else. */
    static void run(Connection connection, GuardedQuery query) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query.sql())) {
            int place = 1;
            for (GuardedQuery.Parameter parameter : query.parameters()) {
                statement.setString(place++, parameter.value());
            }
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    System.out.println(rows.getString(1));
                }
            }
        }
    }
}
