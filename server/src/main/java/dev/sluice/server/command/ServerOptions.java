package dev.sluice.server.command;

import dev.sluice.server.config.ConfigFile;
import dev.sluice.server.config.ServerConfig;
import dev.sluice.server.config.Setting;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that say where the server's data is. */
final class ServerOptions {
    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            description = "Keys and the embedded PostgreSQL (SLUICE_DATA_DIR).")
    private @Nullable Path dataDir;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Configuration file (default: sluice.yaml in the data directory).")
    private @Nullable Path configFile;

    /** What the options say, as settings. */
    Map<Setting, String> settings() {
        Map<Setting, String> settings = new EnumMap<>(Setting.class);
        if (dataDir != null) {
            settings.put(Setting.DATA_DIR, dataDir.toString());
        }
        return settings;
    }

    /** The configuration under these options and more. */
    ServerConfig config(Map<Setting, String> more) {
        Map<Setting, String> settings = settings();
        settings.putAll(more);
        return ConfigFile.read(configFile(), settings, System.getenv());
    }

    /** Where {@code sluice.yaml} is, or would be. */
    Path configFile() {
        if (configFile != null) {
            return configFile;
        }
        Map<String, String> environment = System.getenv();
        String named = environment.getOrDefault("SLUICE_CONFIG", "");
        return named.isEmpty()
                ? ConfigFile.dataDir(settings(), environment).resolve("sluice.yaml")
                : Path.of(named);
    }
}
