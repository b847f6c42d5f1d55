package dev.sluice.server.config;

import dev.sluice.core.ReasonCode;
import dev.sluice.core.Secret;
import dev.sluice.core.SluiceException;
import dev.sluice.policy.NearestName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The settings' texts: a command-line option over the environment over {@code sluice.yaml} over the
 * default.
 */
final class ConfigValues {
    /** Bytes of a file that a {@code _FILE} variable names. */
    private static final long SECRET_FILE_BYTES_MAX = 4096;

    private final Map<Setting, String> given;
    private final Map<String, String> environment;

    ConfigValues(
            Map<Setting, String> options,
            Map<String, String> environment,
            Map<Setting, String> file) {
        this.environment = environment;
        this.given = new EnumMap<>(Setting.class);
        given.putAll(file);
        for (Setting setting : Setting.values()) {
            String value = environment.get(setting.variable());
            if (value != null && !value.isEmpty() && !setting.secret()) {
                given.put(setting, value);
            }
        }
        given.putAll(options);
    }

    /** The value, null when there is neither one nor a default. */
    @Nullable String text(Setting setting) {
        return given.getOrDefault(setting, setting.defaultValue());
    }

    /** A new copy of a secret, from its variable or from the file that its variable names. */
    Optional<Secret> secret(Setting setting) {
        String value = environment.get(setting.variable());
        if (value != null && !value.isEmpty()) {
            return Optional.of(Secret.takingOver(value.toCharArray()));
        }
        String file = environment.get(setting.variable() + "_FILE");
        return file == null || file.isEmpty()
                ? Optional.empty()
                : Optional.of(read(setting, Path.of(file)));
    }

    private static Secret read(Setting setting, Path file) {
        try {
            if (Files.size(file) > SECRET_FILE_BYTES_MAX) {
                throw invalid(setting.variable() + "_FILE names a file over 4096 bytes: " + file);
            }
            try (Secret whole = Secret.takingOver(Files.readAllBytes(file))) {
                return Secret.takingOver(withoutLineEnd(whole.reveal()));
            }
        } catch (IOException e) {
            throw invalid(setting.variable() + "_FILE names a file that cannot be read: " + file);
        }
    }

    private static byte[] withoutLineEnd(byte[] bytes) {
        int length = bytes.length;
        while (length > 0 && (bytes[length - 1] == '\n' || bytes[length - 1] == '\r')) {
            length--;
        }
        return Arrays.copyOf(bytes, length);
    }

    /**
     * Refuses variables of our prefixes that no setting has, and settings of later versions.
     *
     * @throws SluiceException {@code CONFIG_INVALID}
     */
    static void checkNames(Map<String, String> environment) {
        for (Map.Entry<String, String> variable : environment.entrySet()) {
            String name = variable.getKey();
            if (name.startsWith("SLUICE_") || name.startsWith("WAREHOUSE_")) {
                if (variables().noneMatch(name::equals)) {
                    throw unknown("environment variable", name, variables().toList());
                }
            }
        }
        for (Setting setting : Setting.values()) {
            String value = environment.getOrDefault(setting.variable(), "");
            String file = environment.getOrDefault(setting.variable() + "_FILE", "");
            boolean set = !value.isEmpty() && !value.equals(setting.defaultValue());
            if (setting.later() && (set || !file.isEmpty())) {
                throw later(setting);
            }
            if (setting.secret() && !value.isEmpty() && !file.isEmpty()) {
                throw invalid(
                        setting.variable()
                                + " and "
                                + setting.variable()
                                + "_FILE are both set; keep one");
            }
        }
    }

    private static Stream<String> variables() {
        return Stream.concat(
                Setting.VARIABLES_OF_THE_COMMAND_LINE.stream(),
                Stream.of(Setting.values())
                        .flatMap(s ->
                                s.secret()
                                        ? Stream.of(s.variable(), s.variable() + "_FILE")
                                        : Stream.of(s.variable())));
    }

    static SluiceException unknown(String what, String name, List<String> known) {
        return invalid(
                "unknown "
                        + what
                        + " '"
                        + name
                        + "'"
                        + NearestName.to(name, known)
                                .map(best -> "; did you mean '" + best + "'?")
                                .orElse(""));
    }

    static SluiceException later(Setting setting) {
        return invalid(
                setting.key()
                        + " is set, and this version does not have what it configures: "
                        + setting.description());
    }

    static SluiceException invalid(String message) {
        return new SluiceException(ReasonCode.CONFIG_INVALID, message);
    }
}
