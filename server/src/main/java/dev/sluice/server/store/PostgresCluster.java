package dev.sluice.server.store;

import dev.sluice.core.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The files of the embedded database. Its superuser has no password and may not log in; what we use
 * is the role {@value #OWNER}, which owns one database and may make roles.
 *
 * @param program runs as the account that owns the files
 * @param binaries the directory that {@code bin/postgres} is under
 * @param store the directory that the files are under
 */
record PostgresCluster(ChildProgram program, Path binaries, Path store) {
    static final String OWNER = "sluice";
    static final String DATABASE = "sluice";

    private static final Duration INITIALISING_MAX = Duration.ofMinutes(2);

    private static final String ACCESS =
            """
            # Written by Sluice at every start.
            host  all  postgres  all           reject
            host  all  all       127.0.0.1/32  scram-sha-256
            """;

    Path data() {
        return store.resolve("data");
    }

    Path postgres() {
        return binaries.resolve("bin/postgres");
    }

    Path passwordFile() {
        return store.resolve("password");
    }

    boolean exists() {
        return Files.isDirectory(data());
    }

    /** Makes the files, completely or not at all. */
    void initialise() throws IOException {
        Path fresh = store.resolve("data.new");
        deleteTree(fresh);
        Files.deleteIfExists(passwordFile());
        ownDirectory(fresh);
        program.run(
                List.of(
                        binaries.resolve("bin/initdb").toString(),
                        "--pgdata=" + fresh,
                        "--username=postgres",
                        "--auth=reject",
                        "--encoding=UTF8",
                        "--locale=C",
                        "--locale-provider=builtin",
                        "--builtin-locale=C.UTF-8",
                        "--no-instructions"),
                "",
                INITIALISING_MAX);
        try (Secret password = StorePassword.random()) {
            StorePassword.write(passwordFile(), password);
            makeOwner(fresh, password);
        }
        Files.move(fresh, data(), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Writes the settings, so that they are those of this release. */
    void configure(int port) throws IOException {
        ownDirectory(store.resolve("log"));
        write("postgresql.conf", settings(port, store.resolve("log")));
        write("pg_hba.conf", ACCESS);
        if (Files.notExists(data().resolve("local.conf"))) {
            write("local.conf", "# Your own settings; they come after Sluice's.\n");
        }
    }

    private static String settings(int port, Path log) {
        return """
            # Written by Sluice at every start; put your own settings into local.conf.
            listen_addresses = '127.0.0.1'
            port = %d
            unix_socket_directories = ''
            max_connections = 200
            password_encryption = 'scram-sha-256'

            fsync = on
            full_page_writes = on
            synchronous_commit = on

            shared_buffers = '64MB'
            work_mem = '4MB'
            maintenance_work_mem = '32MB'
            max_wal_size = '512MB'
            min_wal_size = '32MB'
            max_parallel_workers_per_gather = 0
            io_method = 'sync'
            jit = off
            idle_in_transaction_session_timeout = '5min'

            timezone = 'UTC'
            log_timezone = 'UTC'
            lc_messages = 'C'
            logging_collector = on
            log_directory = '%s'
            log_filename = 'postgresql-%%a.log'
            log_file_mode = 0600
            log_rotation_age = '1d'
            log_rotation_size = 0
            log_truncate_on_rotation = on
            # Neither a statement's text nor the values of a row: they may be secret.
            log_statement = 'none'
            log_min_error_statement = 'panic'
            log_error_verbosity = 'terse'

            include = 'local.conf'
        """
                .formatted(port, log);
    }

    /**
     * In single-user mode: before anything listens, and with a verifier (RFC 5803) in place of the
     * password. What is done in the template holds in every database made from it; large objects
     * are outside of all schemas, so nobody may make them.
     */
    private void makeOwner(Path fresh, Secret password) throws IOException {
        String statements =
                """
                create role %1$s login createrole createdb password '%2$s'
                revoke execute on function lo_create(oid), lo_creat(integer), lo_from_bytea(oid, bytea) from public
                create database %3$s owner %1$s
                """
                        .formatted(OWNER, ScramVerifier.of(password), DATABASE);
        program.run(
                List.of(
                        postgres().toString(),
                        "--single",
                        "-D",
                        fresh.toString(),
                        "-c",
                        "exit_on_error=true",
                        "-c",
                        "log_min_error_statement=panic",
                        "template1"),
                statements,
                INITIALISING_MAX);
    }

    private void write(String name, String content) throws IOException {
        Path fresh = Files.writeString(store.resolve(name + ".new"), content);
        Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-------"));
        program.account().own(fresh);
        Files.move(fresh, data().resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    private void ownDirectory(Path directory) throws IOException {
        if (Files.notExists(directory)) {
            Files.createDirectory(
                    directory,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
        }
        program.account().own(directory);
    }

    private static void deleteTree(Path directory) throws IOException {
        if (Files.notExists(directory, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}
