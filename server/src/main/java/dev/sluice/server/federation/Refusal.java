package dev.sluice.server.federation;

/** A sign-in that cannot go on. The reason is for the log: the page says the same for all. */
final class Refusal extends Exception {
    private static final long serialVersionUID = 1;

    /**
     * @param reason constant text; nothing that somebody else chose
     */
    Refusal(String reason) {
        super(reason);
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
