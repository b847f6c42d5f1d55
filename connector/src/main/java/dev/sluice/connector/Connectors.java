package dev.sluice.connector;

import dev.sluice.connector.bigquery.BigQueryConnector;
import dev.sluice.connector.clickhouse.ClickHouseConnector;
import dev.sluice.connector.databricks.DatabricksConnector;
import dev.sluice.connector.duckdb.DuckdbConnector;
import dev.sluice.connector.mysql.MysqlConnector;
import dev.sluice.connector.postgresql.PostgresConnector;
import dev.sluice.connector.redshift.RedshiftConnector;
import dev.sluice.connector.snowflake.SnowflakeConnector;
import dev.sluice.connector.sqlserver.SqlServerConnector;
import dev.sluice.connector.trino.TrinoConnector;
import dev.sluice.core.ReasonCode;
import dev.sluice.core.SluiceException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Every engine that Sluice connects to. */
public final class Connectors {
    private static final List<Connector> ALL =
            List.of(
                    new PostgresConnector(),
                    MysqlConnector.mysql(),
                    MysqlConnector.mariadb(),
                    new DuckdbConnector(),
                    new TrinoConnector(),
                    new ClickHouseConnector(),
                    SqlServerConnector.sqlServer(),
                    SqlServerConnector.synapse(),
                    new RedshiftConnector(),
                    new SnowflakeConnector(),
                    new BigQueryConnector(),
                    new DatabricksConnector());

    private Connectors() {}

    /** All of them, in the order in which they are offered. */
    public static List<Connector> all() {
        return ALL;
    }

    /** The names of the engines, in the order in which they are offered. */
    public static List<String> types() {
        return ALL.stream().map(Connector::type).toList();
    }

    /**
     * The connector of this engine.
     *
     * @throws SluiceException {@code INVALID_ARGUMENT} when there is none
     */
    public static Connector of(String type) {
        return ALL.stream()
                .filter(connector -> connector.type().equals(type))
                .findFirst()
                .orElseThrow(() ->
                        new SluiceException(
                                ReasonCode.INVALID_ARGUMENT,
                                "type is one of " + String.join(", ", types()) + ".",
                                Map.of("argument", "type")));
    }

    /**
     * The connector for these settings, if it can do what they ask for.
     *
     * @throws SluiceException {@code INVALID_ARGUMENT} with {@code details.argument}
     */
    public static Connector check(ConnectionSettings settings) {
        Connector connector = of(settings.type());
        Capabilities can = connector.capabilities();
        if (can.network() && settings.host().isEmpty()) {
            throw invalid("host", "host is missing.");
        }
        if (!can.network() && (!settings.host().isEmpty() || settings.ssh() != null)) {
            throw invalid("host", connector.title() + " is not reached over a network.");
        }
        if (!can.auth().contains(settings.auth())) {
            throw invalid(
                    "auth",
                    connector.title()
                            + " takes one of: "
                            + can.auth().stream()
                                    .map(AuthMethod::wireName)
                                    .sorted()
                                    .collect(Collectors.joining(", "))
                            + ".");
        }
        if (settings.auth() == AuthMethod.PASSWORD && settings.user().isEmpty()) {
            throw invalid("user", "user is missing.");
        }
        if (!can.modes().contains(settings.mode())) {
            throw invalid(
                    "mode",
                    connector.title() + " has no mode '" + settings.mode().wireName() + "'.");
        }
        checkOptions(connector, settings.options());
        return connector;
    }

    private static void checkOptions(Connector connector, Map<String, String> options) {
        for (EngineOption option : connector.options()) {
            String value = options.get(option.name());
            if (value == null && option.required()) {
                throw invalid(
                        option.name(),
                        option.name() + " is missing: " + option.description() + ".");
            }
            if (value != null && !option.pattern().matcher(value).matches()) {
                throw invalid(
                        option.name(),
                        option.name() + " is " + option.description() + "; this is none.");
            }
        }
        for (String name : options.keySet()) {
            if (connector.options().stream().noneMatch(option -> option.name().equals(name))) {
                throw invalid(name, connector.title() + " has no option '" + name + "'.");
            }
        }
    }

    private static SluiceException invalid(String argument, String message) {
        return new SluiceException(
                ReasonCode.INVALID_ARGUMENT, message, Map.of("argument", argument));
    }
}
