package dev.sluice.connector.duckdb;

/** What the end of DuckDB's process says. */
final class Exits {
    static final String ENDED = "engine_ended";

    /** What the virtual machine ends with when its own heap is full. */
    private static final int JAVA_OUT_OF_MEMORY = 3;

    private static final int SIGNAL = 128;
    private static final int SIGKILL = SIGNAL + 9;

    private Exits() {}

    /** For {@code details.reason}. */
    static String reason(int status) {
        return switch (status) {
            case 0 -> ENDED;
            case JAVA_OUT_OF_MEMORY -> "out_of_memory";
            case SIGKILL -> "engine_killed";
            default -> "engine_crashed";
        };
    }
}
