package dev.sluice.server.document;

/** What came of fetching a document. */
public sealed interface Fetched {
    /**
     * JSON.
     *
     * @param status 200 always, of what was fetched with GET
     */
    record Document(int status, String body) implements Fetched {}

    /**
     * Nothing usable.
     *
     * @param reason for the person who is signing in; names no address that was found
     */
    record Failed(String reason) implements Fetched {}
}
