package dev.sluice.server.access;

/**
 * The versions that a decision about a caller was made under. The store holds the current ones: a
 * name without a row has version 0, so issuing a token writes nothing here and revoking it does.
 *
 * @param token the token's id ({@code jti})
 * @param tokenVersion its version
 * @param account the account or client that the token speaks for
 * @param accountVersion its version
 */
public record Epochs(String token, long tokenVersion, String account, long accountVersion) {}
