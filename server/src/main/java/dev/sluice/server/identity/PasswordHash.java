package dev.sluice.server.identity;

/** How new passwords are hashed; passwords hashed in either way can be used. */
public enum PasswordHash {
    BCRYPT,
    ARGON2ID
}
