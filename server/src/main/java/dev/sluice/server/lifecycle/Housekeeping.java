package dev.sluice.server.lifecycle;

import dev.sluice.core.SluiceException;
import dev.sluice.server.identity.Database;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a server does every hour without being asked. One task's failure does not keep the others
 * from running, and every task may be repeated.
 */
public final class Housekeeping implements AutoCloseable {
    static final Duration PAUSE = Duration.ofHours(1);
    private static final Duration FIRST_PAUSE = Duration.ofMinutes(1);
    private static final Duration ENDING_MAX = Duration.ofSeconds(5);
    private static final long LOCK = 0x736c75696365_6a6fL;
    private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);

    private final Database database;
    private final List<Task> shared;
    private final List<Task> own;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread =
            Thread.ofVirtual().name("housekeeping").unstarted(this::runEveryHour);

    /** Something to be done, under a name for the log. */
    public record Task(String name, Runnable work) {}

    /**
     * @param shared done by one node at a time
     * @param own done by each node
     */
    public Housekeeping(DataSource deployment, List<Task> shared, List<Task> own) {
        this.database = new Database(deployment);
        this.shared = List.copyOf(shared);
        this.own = List.copyOf(own);
    }

    /** Begins; the first time is soon after the start. */
    public void start() {
        thread.start();
    }

    private void runEveryHour() {
        try {
            Duration pause = FIRST_PAUSE;
            while (!closed.await(pause.toSeconds(), TimeUnit.SECONDS)) {
                run();
                pause = PAUSE;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Does everything now, unless another node is at what is shared. */
    void run() {
        try {
            database.inTransaction(c -> {
                boolean alone =
                        Database.list(
                                        c,
                                        "select pg_try_advisory_xact_lock(?) as alone",
                                        row -> row.getBoolean("alone"),
                                        LOCK)
                                .getFirst();
                if (alone) {
                    shared.forEach(Housekeeping::attempt);
                }
                return alone;
            });
        } catch (SluiceException e) {
            LOG.atWarn().setCause(e).log("housekeeping could not begin");
        }
        own.forEach(Housekeeping::attempt);
    }

    private static void attempt(Task task) {
        try {
            task.work().run();
        } catch (RuntimeException e) {
            LOG.atError()
                    .setCause(e)
                    .addKeyValue("task", task.name())
                    .log("housekeeping failed; it is tried again in an hour");
        }
    }

    /** Lets a task under way end, within limits. */
    @Override
    public void close() {
        closed.countDown();
        try {
            if (!thread.join(ENDING_MAX)) {
                LOG.atWarn().log("housekeeping did not end in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
