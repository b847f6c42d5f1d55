package dev.sluice.server.document;

/** What came of fetching a document. */
sealed interface Fetched {
    record Document(String body) implements Fetched {}

    /**
     * Nothing usable.
     *
     * @param reason for the person who is signing in; names no address that was found
     */
    record Failed(String reason) implements Fetched {}
}
