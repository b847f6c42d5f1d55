package dev.sluice.cli.setup;

import static dev.sluice.cli.setup.Quote.shell;

/** DuckDB has no users: what guards its files is the permissions of the file system. */
final class DuckdbRecipe implements Recipe {
    @Override
    public void setup(Script script, Reader reader) {
        String path = shell(path(reader));
        script.say(
                "DuckDB has no users. Let the account that runs Sluice read the file or folder,");
        script.say("and write nothing. Run as the owner of the files:");
        script.line("chgrp -R ", shell(reader.user()), " -- ", path);
        script.line("chmod -R u=rwX,g=rX,o= -- ", path);
        script.say(
                "The account that runs Sluice must be in this group, and own none of the files.");
    }

    @Override
    public void rotate(Script script, Reader reader) {
        script.say("DuckDB's files have no credential.");
    }

    @Override
    public void revoke(Script script, Reader reader) {
        script.line("chmod -R g= -- ", shell(path(reader)));
    }

    /** An absolute path cannot be taken for an option. */
    private static String path(Reader reader) {
        return reader.database();
    }
}
