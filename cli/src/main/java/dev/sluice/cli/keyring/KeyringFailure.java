package dev.sluice.cli.keyring;

/** The keyring cannot be used; the message says why and what to do, and holds no secret. */
public final class KeyringFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    KeyringFailure(String message, Throwable cause) {
        super(message, cause);
    }

    KeyringFailure(String message) {
        super(message);
    }
}
