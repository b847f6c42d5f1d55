package dev.sluice.server.command;

import dev.sluice.server.audit.LogReader;
import dev.sluice.server.demo.DemoAgent;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** {@code sluice demo}. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description =
                "Starts a server in a temporary directory with a sample shop, a policy and an"
                    + " agent, and lets the agent ask two questions over MCP: one is answered, one"
                    + " is refused.",
        footer = {
            "",
            "Without --once the server keeps running, says how to attach a client, and removes"
                    + " everything when it is stopped.",
            "",
            "Examples:",
            "  sluice demo --once",
            "  sluice demo --port 8080"
        })
public final class DemoCommand implements Callable<Integer> {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private static final String ALLOWED =
            """
            SELECT c.segment, count(*) AS orders, sum(o.total) AS revenue
            FROM customers c JOIN orders o ON o.customer_id = c.id
            GROUP BY c.segment ORDER BY revenue DESC\
            """;

    private static final String REFUSED = "SELECT name, email, phone FROM customers";

    /** An intent and an outcome for the answer, an intent for the refusal. */
    private static final int ROWS_EXPECTED = 3;

    private static final int OUTCOME_LOOKS_MAX = 50;
    private static final Duration OUTCOME_PAUSE = Duration.ofMillis(20);

    @Option(names = "--port", paramLabel = "P", description = "TCP port (default: any free one).")
    private @Nullable Integer port;

    @Option(names = "--once", description = "Exit after the two questions.")
    private boolean once;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before it calls us
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        out.println("Starting a server with the sample shop …");
        out.flush();
        CountDownLatch stopped = new CountDownLatch(1);
        DemoServer demo = start(stopped);
        askTwice(out, demo);
        if (!once) {
            sayHowToAttach(out, demo);
            stopped.await();
        }
        return 0; // and the way out of the process leads through the hook
    }

    /** The hook comes first: who is stopped while starting still cleans up. */
    private DemoServer start(CountDownLatch stopped) {
        CompletableFuture<DemoServer> starting = new CompletableFuture<>();
        Thread closer =
                new Thread(() -> {
                    starting.thenAccept(DemoServer::close).exceptionally(failure -> null).join();
                    stopped.countDown();
                });
        Runtime.getRuntime().addShutdownHook(closer);
        try {
            DemoServer demo = DemoServer.start(port);
            starting.complete(demo);
            return demo;
        } catch (RuntimeException e) {
            starting.completeExceptionally(e);
            throw e;
        }
    }

    private static void askTwice(PrintWriter out, DemoServer demo) {
        try (DemoAgent agent =
                new DemoAgent(
                        demo.server().url().issuer(),
                        demo.agent().client().id(),
                        demo.agent().secret())) {
            show(out, "An agent asks", ALLOWED);
            show(out, "Sluice answers", JSON.writeValueAsString(agent.run(ALLOWED)));
            show(out, "It asks for what the policy hides", REFUSED);
            show(out, "Sluice refuses", JSON.writeValueAsString(agent.run(REFUSED)));
        }
        out.println("--- The audit rows, each durable before its answer left");
        for (Map<String, Object> row : auditRows(demo)) {
            out.println(JSON.writeValueAsString(row));
        }
        out.flush();
    }

    /** Oldest first. Outcomes follow their answers, so the last one may still be on its way. */
    private static List<Map<String, Object>> auditRows(DemoServer demo) {
        List<Map<String, Object>> rows = List.of();
        for (int look = 0; look < OUTCOME_LOOKS_MAX && rows.size() < ROWS_EXPECTED; look++) {
            LockSupport.parkNanos(OUTCOME_PAUSE.toNanos());
            rows = LogReader.newest(demo.tenant().store(), LogReader.ROWS_MAX).reversed();
        }
        return rows;
    }

    private static void show(PrintWriter out, String title, String text) {
        out.println("--- " + title);
        out.println(text);
        out.println();
        out.flush();
    }

    private static void sayHowToAttach(PrintWriter out, DemoServer demo) {
        String url = demo.server().url().issuer();
        String secret = new String(demo.agent().secret().reveal(), StandardCharsets.US_ASCII);
        out.printf(
                """

                The server keeps running at %s. In another shell:

                  export SLUICE_URL=%s
                  export SLUICE_CLIENT_ID=%s
                  export SLUICE_CLIENT_SECRET=%s
                  ./sluice run "SELECT name, price FROM products ORDER BY price DESC LIMIT 5"
                  claude mcp add --transport http sluice %s --header "Authorization: Bearer $(./sluice token)"

                Stop with Ctrl-C; everything is removed then.
                """,
                url, url, demo.agent().client().id(), secret, demo.server().url().resource());
        out.flush();
    }
}
