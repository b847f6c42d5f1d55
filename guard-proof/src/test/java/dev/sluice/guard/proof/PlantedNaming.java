package dev.sluice.guard.proof;

import dev.sluice.guard.proof.Shop.Column;
import dev.sluice.guard.proof.Shop.Relation;

/** Plain, but one reference, or one table, is replaced by another name. */
final class PlantedNaming extends PlainNaming {
    private final String planted;
    private final int place;
    private final boolean ofTable;
    private int references;
    private int tables;

    /**
     * Puts {@code planted} in the place of the n-th reference or table.
     *
     * @param place from 0; more than there are plants nothing
     */
    PlantedNaming(String planted, int place, boolean ofTable) {
        super("p");
        this.planted = planted;
        this.place = place;
        this.ofTable = ofTable;
    }

    int references() {
        return references;
    }

    int tables() {
        return tables;
    }

    @Override
    public String reference(Relation relation, Column column, boolean alone) {
        boolean here = !ofTable && references++ == place;
        return super.reference(relation, here ? new Column(planted, column.kind()) : column, alone);
    }

    @Override
    public String table(Relation table) {
        boolean here = ofTable && tables++ == place;
        return here ? planted : super.table(table);
    }
}
