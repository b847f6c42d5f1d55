package dev.sluice.cli.setup;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The scripts of every engine. */
public final class SetupScripts {
    /** What a script is for. */
    public enum Purpose {
        SETUP,
        ROTATE,
        REVOKE
    }

    private static final String SQL = "--";
    private static final String SHELL = "#";

    private record Engine(String comment, Recipe recipe) {}

    private static final Map<String, Engine> ENGINES = engines();

    private SetupScripts() {}

    private static Map<String, Engine> engines() {
        Map<String, Engine> engines = new LinkedHashMap<>();
        engines.put("postgresql", new Engine(SQL, new PostgresqlRecipe()));
        engines.put("mysql", new Engine(SQL, new MysqlRecipe()));
        engines.put("mariadb", new Engine(SQL, new MysqlRecipe()));
        engines.put("sqlserver", new Engine(SQL, new SqlServerRecipe(false)));
        engines.put("synapse", new Engine(SQL, new SqlServerRecipe(true)));
        engines.put("redshift", new Engine(SQL, new RedshiftRecipe()));
        engines.put("snowflake", new Engine(SQL, new SnowflakeRecipe()));
        engines.put("bigquery", new Engine(SHELL, new BigqueryRecipe()));
        engines.put("databricks", new Engine(SQL, new DatabricksRecipe()));
        engines.put("clickhouse", new Engine(SQL, new ClickhouseRecipe()));
        engines.put("trino", new Engine(SHELL, new TrinoRecipe()));
        engines.put("duckdb", new Engine(SHELL, new DuckdbRecipe()));
        return engines;
    }

    /** The engines that there are scripts for. */
    public static List<String> types() {
        return List.copyOf(ENGINES.keySet());
    }

    /**
     * The script; {@link Script#PASSWORD} stands where the password goes. Empty for an engine that
     * is not known.
     */
    public static Optional<String> text(String type, Purpose purpose, Reader reader) {
        return Optional.ofNullable(ENGINES.get(type))
                .map(engine -> {
                    Script script = new Script(engine.comment());
                    switch (purpose) {
                        case SETUP -> engine.recipe().setup(script, reader);
                        case ROTATE -> engine.recipe().rotate(script, reader);
                        case REVOKE -> engine.recipe().revoke(script, reader);
                    }
                    return script.text();
                });
    }
}
