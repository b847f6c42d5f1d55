package dev.sluice.server;

/** The version of this build. */
public final class Version {
    /** From the jar's manifest, or {@code development} when run from classes. */
    public static final String CURRENT = current();

    private Version() {}

    private static String current() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
