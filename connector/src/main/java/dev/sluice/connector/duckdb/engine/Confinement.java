package dev.sluice.connector.duckdb.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * What the operating system keeps this process from, whatever DuckDB would let a query do: on Linux
 * 5.13 and newer it reads the files it is given, writes where it is told to, starts no program,
 * opens no TCP connection (6.7 and newer), and takes no more memory than is good. Elsewhere only
 * DuckDB's own locks hold.
 *
 * @see <a href="https://docs.kernel.org/userspace-api/landlock.html">Landlock</a>
 */
final class Confinement {
    private static final int RLIMIT_DATA = 2;
    private static final int RLIMIT_CORE = 4;

    private static final long READ_FILE = 1 << 2;
    private static final long READ_DIRECTORY = 1 << 3;

    /** Execute, and every way to write that the first version knows: 13 rights, bits 0 to 12. */
    private static final long FILES_1 = (1 << 13) - 1;

    /** To link and rename from one directory to another. */
    private static final long FILES_2 = 1 << 13;

    private static final long FILES_3_TRUNCATE = 1 << 14;
    private static final long FILES_5_DEVICES = 1 << 15;
    private static final long TCP_4 = 3;
    private static final long SCOPES_6 = 3;

    /** The next version's bits mean nothing to an older kernel, which refuses them. */
    private static final int TCP_VERSION = 4;

    private static final int DEVICES_VERSION = 5;
    private static final int SCOPES_VERSION = 6;

    private Confinement() {}

    /**
     * Limits memory, and asks the kernel to end this process before others when memory runs out.
     * Beyond the limit an allocation fails, which DuckDB reports, or which ends this process.
     */
    static void limitMemory(long bytes) {
        if (!isLinux()) {
            return;
        }
        try {
            Files.writeString(Path.of("/proc/self/oom_score_adj"), "1000");
        } catch (IOException e) {
            // A wish, no more.
        }
        SystemCalls calls = new SystemCalls();
        calls.limit(RLIMIT_CORE, 0);
        calls.limit(RLIMIT_DATA, bytes);
    }

    /**
     * Binds this thread and those it starts; may be called again, to allow less.
     *
     * @param readable files and directories, without symbolic links
     * @param writable directories, without symbolic links, which may be read, too
     * @return whether the kernel does that
     */
    static boolean to(List<Path> readable, List<Path> writable) {
        if (!isLinux()) {
            return false;
        }
        SystemCalls calls = new SystemCalls();
        long version = calls.landlockVersion();
        if (version < 1) {
            return false;
        }
        long files = files(version);
        int rules =
                calls.createRuleset(
                        files,
                        version >= TCP_VERSION ? TCP_4 : 0,
                        version >= SCOPES_VERSION ? SCOPES_6 : 0);
        if (rules < 0) {
            return false;
        }
        boolean allowed = true;
        for (Path path : readable) {
            allowed &= calls.allowBeneath(rules, path, rightsToRead(path));
        }
        for (Path path : writable) {
            allowed &= calls.allowBeneath(rules, path, files & ~1L);
        }
        boolean confined = allowed && calls.restrictSelf(rules);
        calls.close(rules);
        return confined;
    }

    private static long rightsToRead(Path path) {
        return Files.isDirectory(path) ? READ_FILE | READ_DIRECTORY : READ_FILE;
    }

    private static long files(long version) {
        return FILES_1
                | (version >= 2 ? FILES_2 : 0)
                | (version >= 3 ? FILES_3_TRUNCATE : 0)
                | (version >= DEVICES_VERSION ? FILES_5_DEVICES : 0);
    }

    private static boolean isLinux() {
        return System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("linux");
    }
}
