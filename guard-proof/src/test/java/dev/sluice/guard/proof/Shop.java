package dev.sluice.guard.proof;

import static dev.sluice.guard.proof.Shop.Kind.DATE;
import static dev.sluice.guard.proof.Shop.Kind.NUMBER;
import static dev.sluice.guard.proof.Shop.Kind.TEXT;

import java.util.List;
import java.util.Random;

/** The corpora's shop as generated queries know it: the same in every dialect. */
final class Shop {
    private Shop() {}

    /** What values a generated expression has. */
    enum Kind {
        NUMBER,
        TEXT,
        DATE;

        static final List<Kind> ALL = List.of(values());

        static Kind any(Random random) {
            return ALL.get(random.nextInt(ALL.size()));
        }
    }

    record Column(String name, Kind kind) {}

    /** A relation that a query can read. */
    record Relation(String name, List<Column> columns) {
        Relation {
            columns = List.copyOf(columns);
        }

        Relation named(String alias) {
            return new Relation(alias, columns);
        }
    }

    static final List<Relation> TABLES =
            List.of(
                    new Relation(
                            "readers",
                            List.of(
                                    new Column("id", NUMBER),
                                    new Column("name", TEXT),
                                    new Column("town", TEXT),
                                    new Column("joined", DATE))),
                    new Relation(
                            "loans",
                            List.of(
                                    new Column("id", NUMBER),
                                    new Column("reader_id", NUMBER),
                                    new Column("book_id", NUMBER),
                                    new Column("taken", DATE),
                                    new Column("fee", NUMBER),
                                    new Column("state", TEXT))),
                    new Relation(
                            "books",
                            List.of(
                                    new Column("id", NUMBER),
                                    new Column("title", TEXT),
                                    new Column("price", NUMBER))),
                    new Relation(
                            "loan_notes",
                            List.of(
                                    new Column("loan_id", NUMBER),
                                    new Column("line", NUMBER),
                                    new Column("body", TEXT))));

    /**
     * Leaves what the policy shows as it is and puts other values wherever it hides something:
     * negative numbers, and texts that are no patterns.
     */
    static final List<String> OTHERWISE_HIDDEN =
            List.of(
                    "UPDATE shop.readers SET id = -id, name = 'a\\', town = 'a\\', joined = NULL"
                            + " WHERE branch <> 1",
                    "UPDATE shop.readers SET secret_note = 'z'",
                    "UPDATE shop.loans SET id = -id, reader_id = -1 - (id % 5), book_id = -2,"
                            + " fee = -3, state = 'a\\' WHERE branch <> 1",
                    "UPDATE shop.books SET cost = -1",
                    "UPDATE shop.loan_notes SET loan_id = -loan_id, body = 'a\\' WHERE branch <> 1",
                    "DELETE FROM shop.staff");

    /**
     * Columns that the database has and no policy shows, at least one of the tables having each.
     */
    static final List<String> HIDDEN_COLUMNS =
            List.of("secret_note", "branch", "cost", "pay", "ctid", "tableoid");

    /** A table that the database has and no policy shows. */
    static final String HIDDEN_TABLE = "staff";
}
