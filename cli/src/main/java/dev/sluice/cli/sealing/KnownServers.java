package dev.sluice.cli.sealing;

import dev.sluice.cli.client.CommandFailure;
import dev.sluice.core.ReasonCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The servers whose keys this user has accepted, one on each line: the address, a space, the
 * fingerprint. As with SSH's {@code known_hosts}, the first key of a server is taken, and another
 * one later is not.
 */
public final class KnownServers {
    private static final int FILE_BYTES_MAX = 1 << 20;
    private static final Pattern FINGERPRINT = Pattern.compile("SHA256:[A-Za-z0-9+/]{43}");

    private final Path file;

    public KnownServers(Path file) {
        this.file = file;
    }

    /** In the user's configuration, by the XDG base directory specification where it is set. */
    public static KnownServers ofUser(Map<String, String> environment) {
        String config = environment.getOrDefault("XDG_CONFIG_HOME", "");
        Path folder =
                config.isBlank()
                        ? Path.of(System.getProperty("user.home"), ".config")
                        : Path.of(config);
        return new KnownServers(folder.resolve("sluice").resolve("known_servers"));
    }

    /** Whether this is the form of a fingerprint. */
    public static boolean isFingerprint(String text) {
        return FINGERPRINT.matcher(text).matches();
    }

    /** The fingerprint that was accepted for this server. */
    public Optional<String> fingerprint(String server) {
        return Optional.ofNullable(read().get(server));
    }

    /** Takes this fingerprint for the server from now on. */
    public void accept(String server, String fingerprint) {
        SortedMap<String, String> all = read();
        all.put(server, fingerprint);
        StringBuilder text = new StringBuilder();
        all.forEach((name, value) -> text.append(name).append(' ').append(value).append('\n'));
        try {
            Path folder = file.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            Path fresh = Files.createTempFile(folder, ".known_servers-", "");
            if (Files.getFileStore(fresh).supportsFileAttributeView("posix")) {
                Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-------"));
            }
            Files.writeString(fresh, text, StandardCharsets.UTF_8);
            Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw unusable("cannot be written");
        }
    }

    private SortedMap<String, String> read() {
        SortedMap<String, String> all = new TreeMap<>();
        try {
            if (!Files.exists(file)) {
                return all;
            }
            if (Files.size(file) > FILE_BYTES_MAX) {
                throw unusable("is too large");
            }
            for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
                String[] parts = line.strip().split(" ", -1);
                if (parts.length != 2 || !isFingerprint(parts[1])) {
                    throw unusable("has a line that is not an address and a fingerprint");
                }
                all.put(parts[0], parts[1]);
            }
        } catch (IOException e) {
            throw unusable("cannot be read");
        }
        return all;
    }

    private CommandFailure unusable(String why) {
        return CommandFailure.of(ReasonCode.CONFIG_INVALID, "The file '" + file + "' " + why + ".");
    }
}
