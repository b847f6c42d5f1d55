package dev.sluice.cli.client;

import dev.sluice.cli.FakeKeyring;
import java.nio.file.Path;
import java.time.InstantSource;

/** Tokens where nobody has signed in: those of the environment alone. */
public final class Nobody {
    private Nobody() {}

    public static Tokens tokens(Connection connection) {
        return new Tokens(
                connection,
                new SignIn(
                        new FakeKeyring(), connection, Path.of("unused"), InstantSource.system()));
    }
}
