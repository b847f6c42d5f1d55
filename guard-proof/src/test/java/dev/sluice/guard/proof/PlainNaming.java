package dev.sluice.guard.proof;

import dev.sluice.guard.proof.Shop.Column;
import dev.sluice.guard.proof.Shop.Relation;

/** No name is used twice and every reference says whose column it means. */
class PlainNaming implements Naming {
    private final String prefix;
    private int made;

    PlainNaming(String prefix) {
        this.prefix = prefix;
    }

    private String next(String kind) {
        return prefix + kind + ++made;
    }

    @Override
    public String relation() {
        return next("r");
    }

    @Override
    public String common() {
        return next("w");
    }

    @Override
    public String output() {
        return next("c");
    }

    @Override
    public String reference(Relation relation, Column column, boolean alone) {
        return alone ? column.name() : relation.name() + "." + column.name();
    }

    @Override
    public String table(Relation table) {
        return table.name();
    }
}
