package dev.sluice.connector;

/**
 * A database and everything that is needed to reach it.
 *
 * @param credential its secrets, which are opened at each login
 * @param network how it may be reached
 */
public record Target(ConnectionSettings settings, Credential credential, Network network) {}
