package dev.sluice.cli.client;

import dev.sluice.core.ReasonCode;
import dev.sluice.core.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which server, and as whom; read from {@code SLUICE_URL}, {@code SLUICE_TOKEN}, {@code
 * SLUICE_CLIENT_ID} and {@code SLUICE_CLIENT_SECRET} or {@code SLUICE_CLIENT_SECRET_FILE}.
 *
 * @param server the server's public address without a trailing slash
 */
public record Settings(URI server, Credentials credentials) {
    public static final String DEFAULT_URL = "http://127.0.0.1:7433";
    static final int SECRET_BYTES_MAX = 16_384;

    private static final Pattern LOOPBACK =
            Pattern.compile("localhost|127(\\.[0-9]{1,3}){3}|\\[::1\\]|\\[0:0:0:0:0:0:0:1\\]");

    /** As whom to ask. */
    public sealed interface Credentials {
        /** Nothing is set. */
        record None() implements Credentials {}

        /** A token that somebody else obtained. */
        record Token(Secret token) implements Credentials {}

        /** An OAuth client that obtains its own tokens (RFC 6749 section 4.4). */
        record Client(String id, Secret secret) implements Credentials {}
    }

    /**
     * Reads the settings.
     *
     * @throws CommandFailure {@code INVALID_ARGUMENT}, naming the variable and never a secret
     */
    public static Settings from(Map<String, String> environment) {
        URI server = server(environment.getOrDefault("SLUICE_URL", DEFAULT_URL));
        return new Settings(server, credentials(environment));
    }

    /** Whether a secret may be sent to the server: only encrypted, or within this machine. */
    public boolean mayCarrySecrets() {
        return server.getScheme().equals("https")
                || LOOPBACK.matcher(server.getHost().toLowerCase(Locale.ROOT)).matches();
    }

    /** An address on the server. */
    public URI resolve(String path) {
        return URI.create(server + path);
    }

    private static URI server(String url) {
        try {
            URI uri = new URI(url.strip().replaceFirst("/+$", ""));
            String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
            if (!(scheme.equals("http") || scheme.equals("https"))
                    || uri.getHost() == null
                    || uri.getRawUserInfo() != null
                    || uri.getRawQuery() != null
                    || uri.getRawFragment() != null) {
                throw invalid("SLUICE_URL must be http(s)://host[:port] and nothing else.");
            }
            return uri;
        } catch (URISyntaxException e) {
            throw invalid("SLUICE_URL is no URL.");
        }
    }

    private static Credentials credentials(Map<String, String> environment) {
        Optional<String> token = value(environment, "SLUICE_TOKEN");
        Optional<String> id = value(environment, "SLUICE_CLIENT_ID");
        Optional<String> secret = value(environment, "SLUICE_CLIENT_SECRET");
        Optional<String> file = value(environment, "SLUICE_CLIENT_SECRET_FILE");
        if (token.isPresent()) {
            return new Credentials.Token(
                    headerSafe("SLUICE_TOKEN", token.get().getBytes(StandardCharsets.UTF_8)));
        }
        if (id.isEmpty() && secret.isEmpty() && file.isEmpty()) {
            return new Credentials.None();
        }
        if (id.isEmpty()) {
            throw invalid("SLUICE_CLIENT_ID is missing; a client secret is set.");
        }
        if (secret.isPresent() == file.isPresent()) {
            throw invalid("set one of SLUICE_CLIENT_SECRET and SLUICE_CLIENT_SECRET_FILE.");
        }
        byte[] bytes =
                secret.map(text -> text.getBytes(StandardCharsets.UTF_8))
                        .orElseGet(() -> read(Path.of(file.orElseThrow())));
        return new Credentials.Client(id.get(), headerSafe("the client secret", bytes));
    }

    private static Optional<String> value(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name)).filter(text -> !text.isBlank());
    }

    private static byte[] read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(SECRET_BYTES_MAX + 1);
        } catch (IOException e) {
            throw invalid("SLUICE_CLIENT_SECRET_FILE cannot be read: " + file);
        }
    }

    /** Takes the bytes over without a line end. */
    private static Secret headerSafe(String name, byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8).strip();
        if (text.isEmpty() || bytes.length > SECRET_BYTES_MAX) {
            throw invalid(name + " must have 1 to " + SECRET_BYTES_MAX + " bytes.");
        }
        if (!text.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw invalid(name + " holds a character that no token has.");
        }
        return Secret.takingOver(text.getBytes(StandardCharsets.UTF_8));
    }

    private static CommandFailure invalid(String message) {
        return CommandFailure.of(ReasonCode.INVALID_ARGUMENT, message);
    }
}
