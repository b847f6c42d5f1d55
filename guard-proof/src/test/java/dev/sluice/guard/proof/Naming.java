package dev.sluice.guard.proof;

import dev.sluice.guard.proof.Shop.Column;
import dev.sluice.guard.proof.Shop.Relation;
import java.util.List;
import java.util.stream.Stream;

/** How a generated query calls what it makes, and what it refers to. */
interface Naming {
    /** A new name for a table or sub-query. */
    String relation();

    /** A new name for a common table expression. */
    String common();

    /** A new name for a result column. */
    String output();

    /** A reference to this column of a relation in scope; {@code alone} in a scope of one. */
    String reference(Relation relation, Column column, boolean alone);

    /** A base table in FROM, for example with its schema. */
    String table(Relation table);

    /** New names for the columns of one select. */
    default List<String> outputs(int count) {
        return Stream.generate(this::output).limit(count).toList();
    }
}
