package dev.sluice.server.store;

import dev.sluice.core.SluiceException;
import dev.sluice.core.TenantId;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** A process of its own that opens a store, says so and keeps it. */
final class StoreProcess implements AutoCloseable {
    static final TenantId TENANT = new TenantId("child");
    static final String MARKER = "a-secret-in-the-environment";

    private final Process process;
    private final BufferedReader out;

    private StoreProcess(Process process) {
        this.process = process;
        this.out =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** The child's program. */
    public static void main(String[] arguments) throws Exception {
        try (Store store = TemporaryStore.open(Path.of(arguments[0]))) {
            store.createTenant(TENANT);
            Sql.execute(
                    store.tenant(TENANT).dataSource(),
                    "insert into warehouse_epochs values ('kept', 1)"
                            + " on conflict (name) do update"
                            + " set version = warehouse_epochs.version + 1");
            System.out.println("ready");
            System.in.read();
        } catch (SluiceException e) {
            System.out.println(e.code() + " " + e.getMessage());
        }
    }

    static StoreProcess start(Path directory) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                System.getProperty(
                                        "surefire.test.class.path",
                                        System.getProperty("java.class.path")),
                                StoreProcess.class.getName(),
                                directory.toString()));
        builder.environment().put("WAREHOUSE_MASTER_KEY", MARKER);
        return new StoreProcess(builder.redirectError(ProcessBuilder.Redirect.INHERIT).start());
    }

    /** The next line that the child writes, null when it has ended. */
    String line() throws IOException {
        return out.readLine();
    }

    long pid() {
        return process.pid();
    }

    /** As if by {@code kill -9}. */
    void kill() {
        process.destroyForcibly();
    }

    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        process.onExit().join();
    }
}
