package dev.sluice.systemtests.clients;

import static org.junit.jupiter.api.Assumptions.abort;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A session bus with a real gnome-keyring on it, whose files are below a folder. */
final class KeyringSession implements AutoCloseable {
    private static final String SCRIPT =
            """
            printf 'of this test\\n' \
              | gnome-keyring-daemon --foreground --unlock --components=secrets >/dev/null 2>&1 &
            keyring=$!
            echo "bus $DBUS_SESSION_BUS_ADDRESS"
            cat >/dev/null
            kill $keyring
            """;

    private final RunningProgram session;
    private final Map<String, String> environment;

    private KeyringSession(RunningProgram session, Map<String, String> environment) {
        this.session = session;
        this.environment = environment;
    }

    /** Skips the test where the programs are missing. */
    static KeyringSession below(Path home) {
        for (String program : List.of("dbus-run-session", "dbus-daemon", "gnome-keyring-daemon")) {
            if (!Files.isExecutable(Path.of("/usr/bin", program))) {
                abort(
                        program
                                + " is not installed: signing in with a keyring was NOT tried"
                                + " (Debian: apt-get install dbus-daemon gnome-keyring)");
            }
        }
        Map<String, String> folders =
                Map.of(
                        "HOME", home.toString(),
                        "XDG_RUNTIME_DIR", home.toString(),
                        "XDG_DATA_HOME", home.resolve("data").toString());
        RunningProgram session =
                RunningProgram.start(
                        List.of("/usr/bin/dbus-run-session", "--", "/bin/sh", "-c", SCRIPT),
                        folders);
        String bus = session.says("bus (unix:\\S+)");
        return new KeyringSession(
                session, Map.of("DBUS_SESSION_BUS_ADDRESS", bus, "HOME", home.toString()));
    }

    /** What a process needs in order to reach it. */
    Map<String, String> environment() {
        return environment;
    }

    @Override
    public void close() {
        try {
            session.end();
        } finally {
            session.close();
        }
    }
}
