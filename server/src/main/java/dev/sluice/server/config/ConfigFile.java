package dev.sluice.server.config;

import dev.sluice.core.SluiceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Reads {@code sluice.yaml} and the environment. */
public final class ConfigFile {
    private static final long BYTES_MAX = 64 * 1024;

    private ConfigFile() {}

    /**
     * Reads the whole configuration.
     *
     * @param file {@code sluice.yaml}; it may be absent
     * @param options what the command line said
     * @throws SluiceException {@code CONFIG_INVALID}: unknown name, bad value, unreadable file
     */
    public static ServerConfig read(
            Path file, Map<Setting, String> options, Map<String, String> environment) {
        ConfigValues.checkNames(environment);
        return ServerConfig.checked(new ConfigValues(options, environment, parse(file)));
    }

    /** The data directory as far as it is known before {@code sluice.yaml}, which is inside it. */
    public static Path dataDir(Map<Setting, String> options, Map<String, String> environment) {
        return new ServerConfig(new ConfigValues(options, environment, Map.of())).dataDir();
    }

    private static Map<Setting, String> parse(Path file) {
        if (!Files.exists(file)) {
            return Map.of();
        }
        try {
            if (Files.size(file) > BYTES_MAX) {
                throw ConfigValues.invalid(file + " is larger than " + BYTES_MAX + " bytes");
            }
            Object document =
                    new Load(LoadSettings.builder().setLabel(file.toString()).build())
                            .loadFromString(Files.readString(file));
            return document == null ? Map.of() : settings(file, document);
        } catch (YamlEngineException e) {
            throw ConfigValues.invalid(file + " is not valid YAML: " + e.getMessage());
        } catch (IOException e) {
            throw ConfigValues.invalid(file + " cannot be read: " + e.getMessage());
        }
    }

    private static Map<Setting, String> settings(Path file, Object document) {
        if (!(document instanceof Map<?, ?> map)) {
            throw ConfigValues.invalid(file + " must hold 'key: value' lines");
        }
        Map<Setting, String> settings = new EnumMap<>(Setting.class);
        map.forEach((key, value) -> put(settings, file, String.valueOf(key), value));
        return settings;
    }

    private static void put(Map<Setting, String> settings, Path file, String key, Object value) {
        Setting setting =
                Setting.ofKey(key)
                        .orElseThrow(() ->
                                ConfigValues.unknown(
                                        "key in " + file,
                                        key,
                                        Arrays.stream(Setting.values())
                                                .map(Setting::key)
                                                .toList()));
        if (setting.later() && !String.valueOf(value).equals(setting.defaultValue())) {
            throw ConfigValues.later(setting);
        }
        if (setting.secret()) {
            throw ConfigValues.invalid(
                    key
                            + " is a secret and does not belong into "
                            + file
                            + ": set "
                            + setting.variable()
                            + " or "
                            + setting.variable()
                            + "_FILE");
        }
        if (value instanceof Map || value instanceof Iterable) {
            throw ConfigValues.invalid(key + " in " + file + " must be a single value");
        }
        settings.put(setting, String.valueOf(value));
    }
}
