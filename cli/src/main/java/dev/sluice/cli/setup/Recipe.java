package dev.sluice.cli.setup;

/** The texts for one engine. */
interface Recipe {
    /** Makes the user and grants it what it may read. */
    void setup(Script script, Reader reader);

    /** Gives the user another credential. */
    void rotate(Script script, Reader reader);

    /** Takes what is named away from the user, and says how to remove it. */
    void revoke(Script script, Reader reader);
}
