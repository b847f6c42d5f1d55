package dev.sluice.cli.keyring;

import com.github.javakeyring.BackendNotSupportedException;
import com.github.javakeyring.KeyringStorageType;
import com.github.javakeyring.PasswordAccessException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * macOS Keychain, Windows Credential Locker, or on Linux the Secret Service (GNOME Keyring,
 * KeePassXC and others) and KWallet. There is no other place and no fallback: a machine without a
 * keyring keeps no tokens.
 */
public final class OsKeyring implements Keyring, AutoCloseable {
    /** Chooses among the keyrings of a machine that has several. */
    public static final String VARIABLE = "SLUICE_KEYRING";

    private static final String SERVICE = "sluice";

    private final com.github.javakeyring.Keyring keyring;

    private OsKeyring(com.github.javakeyring.Keyring keyring) {
        this.keyring = keyring;
    }

    /**
     * Opens the keyring of this machine.
     *
     * @param environment may hold {@link #VARIABLE}
     * @param system {@code os.name}
     * @throws KeyringFailure when there is none, or when another place was asked for
     */
    public static OsKeyring open(Map<String, String> environment, String system) {
        String wanted = environment.getOrDefault(VARIABLE, "").strip().toLowerCase(Locale.ROOT);
        List<KeyringStorageType> types = wanted.isEmpty() ? usual(system) : List.of(named(wanted));
        for (KeyringStorageType type : types) {
            Optional<OsKeyring> opened = open(type);
            if (opened.isPresent()) {
                return opened.get();
            }
        }
        throw new KeyringFailure(
                "This machine's keyring cannot be reached, and tokens are kept nowhere else."
                        + advice(system));
    }

    private static List<KeyringStorageType> usual(String system) {
        String name = system.toLowerCase(Locale.ROOT);
        if (name.startsWith("mac")) {
            return List.of(KeyringStorageType.OSX_KEYCHAIN);
        }
        if (name.startsWith("windows")) {
            return List.of(KeyringStorageType.WINDOWS_CREDENTIAL_STORE);
        }
        return List.of(KeyringStorageType.GNOME_KEYRING, KeyringStorageType.KWALLET);
    }

    private static KeyringStorageType named(String wanted) {
        return switch (wanted) {
            case "secret-service" -> KeyringStorageType.GNOME_KEYRING;
            case "kwallet" -> KeyringStorageType.KWALLET;
            case "keychain" -> KeyringStorageType.OSX_KEYCHAIN;
            case "credential-locker" -> KeyringStorageType.WINDOWS_CREDENTIAL_STORE;
            case "plaintext", "plain", "file", "null", "none", "memory", "fail" ->
                    throw new KeyringFailure(
                            VARIABLE
                                    + "="
                                    + wanted
                                    + " would keep tokens unprotected or not at all; sluice does"
                                    + " not run with it.");
            default ->
                    throw new KeyringFailure(
                            VARIABLE
                                    + " is one of secret-service, kwallet, keychain,"
                                    + " credential-locker.");
        };
    }

    private static String advice(String system) {
        boolean linux = system.toLowerCase(Locale.ROOT).startsWith("linux");
        return (linux
                        ? " Start a Secret Service, for example gnome-keyring, in this session's"
                                + " D-Bus."
                        : "")
                + " Where there is none, set SLUICE_TOKEN, or SLUICE_CLIENT_ID with"
                + " SLUICE_CLIENT_SECRET_FILE.";
    }

    private static Optional<OsKeyring> open(KeyringStorageType type) {
        try {
            return Optional.of(new OsKeyring(com.github.javakeyring.Keyring.create(type)));
        } catch (BackendNotSupportedException | RuntimeException | LinkageError e) {
            return Optional.empty();
        }
    }

    @Override
    public Optional<String> get(String account) {
        try {
            return Optional.ofNullable(keyring.getPassword(SERVICE, account))
                    .filter(text -> !text.isEmpty());
        } catch (PasswordAccessException e) {
            // The library says the same of an entry that is absent and of one that is locked away.
            return Optional.empty();
        }
    }

    @Override
    public void put(String account, String text) {
        changing(() -> keyring.setPassword(SERVICE, account, text));
    }

    @Override
    public void remove(String account) {
        if (get(account).isPresent()) {
            changing(() -> keyring.deletePassword(SERVICE, account));
        }
    }

    private interface Change {
        void make() throws PasswordAccessException;
    }

    private static void changing(Change change) {
        try {
            change.make();
        } catch (PasswordAccessException e) {
            throw new KeyringFailure("The keyring refused: is it locked?");
        }
    }

    @Override
    public void close() {
        try {
            keyring.close();
        } catch (Exception e) {
            // Nothing is lost: every change was made when it was asked for.
            return;
        }
    }

    /** Opens the keyring when it is first needed: most commands of a machine need none. */
    public static Keyring whenNeeded(Supplier<? extends Keyring> opening) {
        return new Keyring() {
            private Optional<Keyring> opened = Optional.empty();

            private synchronized Keyring keyring() {
                Keyring now = opened.orElseGet(opening);
                opened = Optional.of(now);
                return now;
            }

            @Override
            public Optional<String> get(String account) {
                return keyring().get(account);
            }

            @Override
            public void put(String account, String text) {
                keyring().put(account, text);
            }

            @Override
            public void remove(String account) {
                keyring().remove(account);
            }
        };
    }
}
