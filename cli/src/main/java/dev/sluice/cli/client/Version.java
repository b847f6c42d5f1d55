package dev.sluice.cli.client;

import java.util.Optional;

/** The version of this program. */
public final class Version {
    /** As the jar's manifest says it; {@code development} when run from classes. */
    public static final String TEXT =
            Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
                    .orElse("development");

    private Version() {}
}
