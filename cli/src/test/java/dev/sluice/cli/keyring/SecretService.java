package dev.sluice.cli.keyring;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A real gnome-keyring with a D-Bus session of its own, for one test. */
public final class SecretService implements AutoCloseable {
    private static final List<String> FOLDERS = List.of("/usr/bin", "/bin", "/usr/local/bin");

    private final List<Process> processes = new ArrayList<>();
    private final Map<String, String> environment;

    private SecretService(Path home) throws IOException {
        Process bus =
                start(
                        Map.of("HOME", home.toString()),
                        "dbus-daemon",
                        "--session",
                        "--nofork",
                        "--print-address=1");
        BufferedReader said = bus.inputReader(StandardCharsets.UTF_8);
        String address = Optional.ofNullable(said.readLine()).orElseThrow();
        this.environment =
                Map.of(
                        "DBUS_SESSION_BUS_ADDRESS",
                        address,
                        "HOME",
                        home.toString(),
                        "XDG_RUNTIME_DIR",
                        home.toString(),
                        "XDG_DATA_HOME",
                        home.resolve("data").toString());
        Process keyring =
                start(
                        environment,
                        "gnome-keyring-daemon",
                        "--foreground",
                        "--unlock",
                        "--components=secrets");
        try (OutputStream password = keyring.getOutputStream()) {
            password.write("of this test\n".getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Empty where the programs are not installed. */
    public static Optional<SecretService> start(Path home) throws IOException {
        return installed("dbus-daemon") && installed("gnome-keyring-daemon")
                ? Optional.of(new SecretService(home))
                : Optional.empty();
    }

    private static boolean installed(String program) {
        return FOLDERS.stream().anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    /** What a process needs in order to reach it. */
    public Map<String, String> environment() {
        return environment;
    }

    private Process start(Map<String, String> variables, String... command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(variables);
        Process process = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
        processes.add(process);
        return process;
    }

    /** All bytes of all files below a folder, as text. */
    public static String everyFile(Path folder) throws IOException {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.walk(folder)) {
            files.filter(Files::isRegularFile).forEach(file -> all.append(bytes(file)));
        }
        return all.toString();
    }

    private static String bytes(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        for (Process process : processes.reversed()) {
            process.destroy();
            process.onExit().completeOnTimeout(process, 10, TimeUnit.SECONDS).join();
            process.destroyForcibly();
        }
    }
}
