package dev.sluice.cli.keyring;

import java.util.Optional;

/** Keeps one text for each account of the service {@code sluice}, for the user at the machine. */
public interface Keyring {
    /** The text that is kept for the account. */
    Optional<String> get(String account);

    /** Keeps a text in place of the one before, all of it or nothing. */
    void put(String account, String text);

    /** Forgets the account's text, if there is one. */
    void remove(String account);
}
