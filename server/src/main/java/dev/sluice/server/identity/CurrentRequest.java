package dev.sluice.server.identity;

/** The id of the request that is being answered, for audit records only: it decides nothing. */
public final class CurrentRequest {
    private static final ScopedValue<String> ID = ScopedValue.newInstance();

    /** What stands in records of what no request asked for. */
    private static final String NONE = "none";

    private CurrentRequest() {}

    /** Something that may fail as a request may. */
    @FunctionalInterface
    public interface Work {
        void run() throws Exception;
    }

    /** Runs the work as part of this request. */
    public static void with(String id, Work work) throws Exception {
        ScopedValue.where(ID, id)
                .call(() -> {
                    work.run();
                    return true;
                });
    }

    static String id() {
        return ID.orElse(NONE);
    }
}
