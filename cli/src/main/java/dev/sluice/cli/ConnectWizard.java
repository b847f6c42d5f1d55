package dev.sluice.cli;

import dev.sluice.cli.Engines.Engine;
import dev.sluice.cli.Engines.EngineSetting;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Asks for what the options of {@code sluice db connect} leave open. */
final class ConnectWizard {
    /** The secret that each method of signing in needs; those in files are asked by their path. */
    private static final Map<String, String> SECRETS =
            Map.of(
                    "password", "password",
                    "token", "token",
                    "oauth-client", "client_secret",
                    "oauth-refresh", "refresh_token",
                    "key-pair", "private_key",
                    "service-account", "service_account");

    private static final List<String> IN_FILES = List.of("private_key", "service_account");
    private static final String LOOPBACK = "localhost|127\\..*|::1";

    private final Questions questions;
    private final Engines engines;
    private final EndpointOptions endpoint;

    ConnectWizard(Questions questions, Engines engines, EndpointOptions endpoint) {
        this.questions = questions;
        this.engines = engines;
        this.endpoint = endpoint;
    }

    /**
     * Fills what is missing.
     *
     * @param script shows the setup SQL for what was said so far
     */
    void ask(Runnable script) {
        Engine engine = engine();
        if (engine.network()) {
            host(engine);
        }
        if (endpoint.database == null) {
            endpoint.database =
                    required(engine.network() ? "Database" : "File or folder on the server");
        }
        for (EngineSetting setting : engine.options()) {
            if (setting.required() && !endpoint.options.containsKey(setting.name())) {
                endpoint.options.put(setting.name(), required(setting.description()));
            }
        }
        if (endpoint.auth == null) {
            endpoint.auth = auth(engine);
        }
        if (endpoint.user == null && !endpoint.auth.equals("none")) {
            endpoint.user = questions.ask("User that may only read", "sluice");
        }
        if (questions.agree("Show how an administrator makes this user", false)) {
            script.run();
            questions.ask("Press Enter when that is done");
        }
        if (engine.network() && endpoint.tls == null) {
            tls();
        }
    }

    private Engine engine() {
        Map<String, Engine> known = engines.byType();
        if (endpoint.type == null) {
            for (Engine engine : engines.all()) {
                questions.say(
                        "  "
                                + Printer.visible(engine.type() + "  " + engine.title())
                                + (engine.experimental() ? " (experimental)" : ""));
            }
            endpoint.type = questions.ask("Kind of database", "postgresql");
        }
        return Optional.ofNullable(known.get(endpoint.type))
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "--type is one of " + String.join(", ", known.keySet()) + "."));
    }

    private void host(Engine engine) {
        if (endpoint.host == null) {
            endpoint.host =
                    required(
                            endpoint.ssh.isEmpty()
                                    ? "Host"
                                    : "Host, as the last SSH server sees it");
        }
        if (endpoint.port == null) {
            String port = questions.ask("Port", Integer.toString(engine.defaultPort()));
            if (!port.matches("\\d{1,5}")) {
                throw new IllegalArgumentException("--port is a number.");
            }
            endpoint.port = Integer.valueOf(port);
        }
    }

    private String auth(Engine engine) {
        if (engine.auth().size() == 1) {
            return engine.auth().getFirst();
        }
        String otherwise =
                engine.auth().contains("password") ? "password" : engine.auth().getFirst();
        String answer =
                questions.ask("Sign in with " + String.join(", ", engine.auth()), otherwise);
        if (!engine.auth().contains(answer)) {
            throw new IllegalArgumentException(
                    "--auth is one of " + String.join(", ", engine.auth()) + ".");
        }
        return answer;
    }

    private void tls() {
        boolean here = String.valueOf(endpoint.host).matches(LOOPBACK);
        endpoint.tls = questions.ask("TLS", here ? "prefer" : "verify-full");
        if (endpoint.tls.startsWith("verify") && endpoint.ca == null) {
            String ca = questions.ask("File with the CA's certificates, empty for public ones");
            if (!ca.isEmpty()) {
                endpoint.ca = Path.of(ca);
            }
        }
    }

    /** Asks for the secret of the method, and for those of SSH servers, where none was given. */
    void askForSecrets(SecretSources sources, GivenSecrets given, SecretOptions options)
            throws IOException {
        String name = SECRETS.get(String.valueOf(endpoint.auth));
        if (name != null && !given.names().contains(name)) {
            if (IN_FILES.contains(name)) {
                String file = required("File with the " + name.replace('_', ' '));
                GivenSecrets read = sources.read(Map.of(name, file));
                read.byName().forEach(given::put);
            } else {
                typed(given, name, words(name) + of(endpoint.user));
            }
        }
        for (int hop = 0; hop < endpoint.ssh.size(); hop++) {
            String password = "ssh_password_" + hop;
            if (!options.usesAgent(hop)
                    && !options.hasKey(hop)
                    && !given.names().contains(password)) {
                typed(given, password, "Password at the SSH server " + endpoint.ssh.get(hop));
            }
        }
    }

    private void typed(GivenSecrets given, String name, String question) {
        given.put(
                name,
                questions
                        .secret(question)
                        .orElseThrow(() ->
                                new IllegalArgumentException("The " + words(name) + " is empty.")));
    }

    private static String words(String name) {
        String words = name.replace('_', ' ');
        return name.equals("password") ? "Password" : words;
    }

    private static String of(@Nullable String user) {
        return user == null || user.isEmpty() ? "" : " of " + user;
    }

    private String required(String question) {
        String answer = questions.ask(question);
        if (answer.isEmpty()) {
            throw new IllegalArgumentException(question + " is missing.");
        }
        return answer;
    }
}
