package dev.sluice.cli;

import dev.sluice.cli.keyring.Keyring;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** A keyring in memory, so that tests never touch the one of whoever runs them. */
public final class FakeKeyring implements Keyring {
    private final Map<String, String> texts = new ConcurrentHashMap<>();

    @Override
    public Optional<String> get(String account) {
        return Optional.ofNullable(texts.get(account));
    }

    @Override
    public void put(String account, String text) {
        texts.put(account, text);
    }

    @Override
    public void remove(String account) {
        texts.remove(account);
    }
}
