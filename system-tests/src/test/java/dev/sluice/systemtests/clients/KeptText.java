package dev.sluice.systemtests.clients;

import dev.sluice.cli.keyring.OsKeyring;

/** Prints what the keyring of its session keeps for an account of ours. */
final class KeptText {
    private KeptText() {}

    /** Called with the account. */
    public static void main(String[] arguments) {
        try (OsKeyring keyring =
                OsKeyring.open(System.getenv(), System.getProperty("os.name", ""))) {
            System.out.println(keyring.get(arguments[0]).orElseThrow());
        }
    }
}
