package dev.sluice.guard.proof;

import dev.sluice.guard.proof.Shop.Column;
import dev.sluice.guard.proof.Shop.Relation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Names as they come: aliases that are called like hidden columns or tables, common table
 * expressions that shadow tables, references that may be to anything. Only a database can tell what
 * such a text means.
 */
final class WildNaming implements Naming {
    private static final List<String> RELATIONS =
            List.of("readers", "loans", "books", "loan_notes", "staff", "x", "y", "z", "u", "v");
    private static final List<String> COLUMNS =
            List.of("id", "name", "branch", "secret_note", "cost", "fee", "taken", "state", "n");
    private static final int ODD_PERCENT = 2;

    private final Random random;

    WildNaming(Random random) {
        this.random = random;
    }

    private String any(List<String> names) {
        return names.get(random.nextInt(names.size()));
    }

    @Override
    public String relation() {
        return any(RELATIONS);
    }

    @Override
    public String common() {
        return any(RELATIONS);
    }

    @Override
    public String output() {
        return any(COLUMNS);
    }

    /** Not twice in one select: engines disagree on what that means. */
    @Override
    public List<String> outputs(int count) {
        List<String> names = new ArrayList<>(COLUMNS);
        Collections.shuffle(names, random);
        return names.subList(0, count);
    }

    @Override
    public String reference(Relation relation, Column column, boolean alone) {
        if (random.nextInt(100) < ODD_PERCENT) {
            return random.nextBoolean() ? any(COLUMNS) : any(RELATIONS) + "." + any(COLUMNS);
        }
        return random.nextInt(6) == 0 ? column.name() : relation.name() + "." + column.name();
    }

    @Override
    public String table(Relation table) {
        return random.nextInt(100) < 1
                ? Shop.HIDDEN_TABLE
                : (random.nextInt(4) == 0 ? "shop." : "") + table.name();
    }
}
