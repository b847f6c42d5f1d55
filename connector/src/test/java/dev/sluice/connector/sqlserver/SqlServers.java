package dev.sluice.connector.sqlserver;

import dev.sluice.connector.AuthMethod;
import dev.sluice.connector.Cancellation;
import dev.sluice.connector.Capacity;
import dev.sluice.connector.ConnectionMode;
import dev.sluice.connector.ConnectionSettings;
import dev.sluice.connector.Credential;
import dev.sluice.connector.Database;
import dev.sluice.connector.Outcome;
import dev.sluice.connector.Request;
import dev.sluice.connector.ResultLimits;
import dev.sluice.connector.SecretName;
import dev.sluice.connector.SessionTag;
import dev.sluice.connector.Target;
import dev.sluice.connector.TlsMode;
import dev.sluice.connector.transport.DirectNetwork;
import dev.sluice.connector.wire.Rows;
import dev.sluice.core.Limits;
import dev.sluice.core.Secret;
import dev.sluice.guard.GuardedQueries;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/** What the tests of this package ask in the same way. */
final class SqlServers {
    static final String PASSWORD = "marker-Passw0rd-7f3a";
    static final String TOKEN = "marker-eyJ0eXAi-9c1d";
    static final String PLAN =
            """
            <ShowPlanXML xmlns="http://schemas.microsoft.com/sqlserver/2004/07/showplan" \
            Version="1.564"><BatchSequence><Batch><Statements><StmtSimple \
            StatementSubTreeCost="0.5"><QueryPlan><RelOp PhysicalOp="Sort" EstimateRows="5" \
            AvgRowSize="999"><Sort><RelOp PhysicalOp="Clustered Index Scan" EstimateRows="5" \
            EstimatedRowsRead="1000" AvgRowSize="40" EstimateRebinds="1" EstimateRewinds="2"/>\
            </Sort></RelOp></QueryPlan></StmtSimple></Statements></Batch></BatchSequence>\
            </ShowPlanXML>\
            """;

    private SqlServers() {}

    static ConnectionSettings settings(int port, TlsMode mode) {
        return ConnectionSettings.of("sqlserver", "localhost", port, "shop", TdsServer.USER, mode);
    }

    static Target target(ConnectionSettings settings, String password) {
        return new Target(
                settings, Credential.ofPassword(() -> secret(password)), new DirectNetwork());
    }

    static Target target(TdsServer server) {
        return target(
                settings(server.port(), TlsMode.DISABLE).with(ConnectionMode.FRESH), PASSWORD);
    }

    static Target withToken(ConnectionSettings settings, String token) {
        return new Target(
                settings.with(AuthMethod.TOKEN),
                Credential.of(Map.of(SecretName.TOKEN, () -> secret(token))),
                new DirectNetwork());
    }

    static Secret secret(String text) {
        return Secret.takingOver(text.getBytes(StandardCharsets.UTF_8));
    }

    static Outcome ask(Target target, String sql, Rows rows) {
        return ask(SqlServerConnector.sqlServer(), target, sql, rows);
    }

    static Outcome ask(SqlServerConnector connector, Target target, String sql, Rows rows) {
        try (Database database = connector.open(target, Capacity.DEFAULT)) {
            return ask(database, sql, Duration.ofSeconds(30), rows);
        }
    }

    static Outcome ask(Database database, String sql, Duration timeout, Rows rows) {
        return database.execute(
                GuardedQueries.of(sql, new Limits(200, 1 << 20, timeout)),
                request(new Cancellation()),
                rows);
    }

    static Request request(Cancellation cancellation) {
        return new Request(
                new SessionTag("sluice 12345678 ana/bot"), ResultLimits.DEFAULT, cancellation);
    }

    /** Answers plans, and lets everything but them to the script. */
    static TdsServer.Script planned(TdsServer.Script script) {
        boolean[] planning = {false};
        return (sql, answer) -> {
            if (sql.startsWith("SET SHOWPLAN_XML")) {
                planning[0] = sql.endsWith("ON");
            } else if (planning[0]) {
                answer.columns(new TdsAnswer.Column("plan", TdsType.NVARCHAR_MAX)).row(PLAN);
            } else if (!sql.startsWith("SET ") && !sql.startsWith("set ") && !isEnd(sql)) {
                script.answer(sql, answer);
            }
        };
    }

    private static boolean isEnd(String sql) {
        return sql.startsWith("IF @@TRANCOUNT");
    }
}
