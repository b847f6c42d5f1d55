package dev.sluice.cli;

import dev.sluice.cli.client.AdminApi;
import dev.sluice.cli.client.CommandFailure;
import dev.sluice.cli.sealing.Sealing;
import dev.sluice.core.NamedSecrets;
import dev.sluice.core.ReasonCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
        name = "connect",
        sortOptions = false,
        description = "Add a database; asks for what is not given when a person sits there.",
        footer = {
            "",
            "Use a dedicated user that may only read: --print-setup-sql prints the SQL for it.",
            "Secrets are read from standard input or files, or asked for, never taken as"
                    + " arguments.",
            "They leave this machine sealed to the server's key (sluice server-key).",
            "",
            "Examples:",
            "  sluice db connect --print-setup-sql --database shop --schema shop",
            "  sluice db connect --print-setup-sql --type mariadb --table shop.products \\",
            "      --generate-password",
            "  sluice db connect",
            "  sluice db connect shop --host db.example.org --database shop --user sluice \\",
            "      --tls verify-full --password-stdin < password.txt",
            "  sluice db connect dwh --type snowflake --host acme.snowflakecomputing.com \\",
            "      --database DWH --user SLUICE --option warehouse=WH --private-key key.p8"
        })
final class ConnectCommand extends DataCommand {
    static final int PEM_BYTES_MAX = 512 * 1024;

    @Parameters(
            arity = "0..1",
            paramLabel = "NAME",
            description = "The source's name in the policy; default: the database's name.")
    private @Nullable String name;

    @Mixin private EndpointOptions endpoint = new EndpointOptions();
    @Mixin private SecretOptions secretOptions = new SecretOptions();

    @Option(
            names = "--accept-experimental",
            description = "As an owner, accept an engine that no real server has judged.")
    private boolean acceptExperimental;

    @Option(
            names = "--accept-superuser",
            description = "As an owner, accept a role that nothing in the database limits.")
    private boolean acceptSuperuser;

    @Option(
            names = "--accept-writable",
            description = "As an owner, accept a role that may change data.")
    private boolean acceptWritable;

    @Mixin private SetupOptions setup = new SetupOptions();

    ConnectCommand(Shell shell) {
        super(shell);
    }

    @Override
    public Integer call() throws IOException {
        return call(shell().terminal().map(Questions::on));
    }

    /** With somebody to ask, or nobody. */
    Integer call(Optional<Questions> person) throws IOException {
        try {
            if (setup.wanted()) {
                setup.print(shell().out(), endpoint);
                return DONE;
            }
            JsonNode connection = connect(person);
            if (json()) {
                Printer.json(shell().out(), connection);
            } else {
                shell().out().println(Printer.visible("Connected '" + name() + "'."));
                ConnectionReport.print(shell(), connection);
                shell().err().println("Nobody sees anything of it until a policy says so.");
            }
            return DONE;
        } catch (IllegalArgumentException e) {
            throw wrongUsage(String.valueOf(e.getMessage()));
        }
    }

    private JsonNode connect(Optional<Questions> person) throws IOException {
        Shell.Server server = shell().server();
        SecretSources sources = new SecretSources(this);
        Optional<ConnectWizard> wizard = Optional.empty();
        if (person.isPresent() && !isComplete()) {
            Engines engines = Engines.of(server.admin().get(Engines.PATH));
            wizard = Optional.of(new ConnectWizard(person.get(), engines, endpoint));
            wizard.get().ask(() -> setup.print(shell().out(), endpoint));
        }
        if (!person.isPresent()) {
            requireEndpoint();
        }
        try (GivenSecrets secrets = sources.read(secretOptions.sources())) {
            if (endpoint.auth == null) {
                endpoint.auth = authOf(secrets);
            }
            if (wizard.isPresent()) {
                wizard.get().askForSecrets(sources, secrets, secretOptions);
            } else {
                requireSecret(secrets);
            }
            ConnectionBody.Wanted wanted =
                    new ConnectionBody.Wanted(
                            name(),
                            endpoint,
                            pem("--ca", endpoint.ca),
                            pem("--client-cert", endpoint.clientCertificate),
                            hops(),
                            accepted());
            return new Connecting(server.admin(), shell().sealing(server), person)
                    .send(wanted, secrets);
        }
    }

    /** Whether nothing is left to ask, so that even a person at a terminal is not. */
    private boolean isComplete() {
        boolean secret =
                SecretOptions.auth(secretOptions.sources().keySet()) != null
                        || "none".equals(endpoint.auth)
                        || !endpoint.overNetwork();
        return secret
                && endpoint.database != null
                && (endpoint.host != null || !endpoint.overNetwork());
    }

    private void requireEndpoint() {
        if (endpoint.host == null && endpoint.overNetwork()) {
            throw missing("--host");
        }
        if (endpoint.database == null) {
            throw missing("--database");
        }
        boolean password = endpoint.auth == null || endpoint.auth.equals("password");
        if (endpoint.user == null
                && endpoint.overNetwork()
                && password
                && SecretOptions.auth(secretOptions.sources().keySet()) == null) {
            throw missing("--user");
        }
    }

    private IllegalArgumentException missing(String option) {
        return new IllegalArgumentException(
                option + " is missing, and there is no terminal to ask on.");
    }

    private @Nullable String authOf(GivenSecrets secrets) {
        String told = SecretOptions.auth(secrets.names());
        return told == null && !endpoint.overNetwork() ? "none" : told;
    }

    private void requireSecret(GivenSecrets secrets) {
        boolean none = "none".equals(endpoint.auth);
        if (!none && SecretOptions.auth(secrets.names()) == null) {
            throw new IllegalArgumentException(
                    "There is no terminal to ask for the password on; use --password-stdin, or the"
                            + " option of another secret.");
        }
    }

    private String name() {
        return Optional.ofNullable(name)
                .or(() -> Optional.ofNullable(endpoint.database))
                .orElse("");
    }

    private List<String> accepted() {
        List<String> accepted = new ArrayList<>();
        if (acceptExperimental) {
            accepted.add("experimental");
        }
        if (acceptSuperuser) {
            accepted.add("superuser");
        }
        if (acceptWritable) {
            accepted.add("writable");
        }
        return accepted;
    }

    private List<ConnectionBody.Hop> hops() {
        List<ConnectionBody.Hop> hops = new ArrayList<>();
        for (int i = 0; i < endpoint.ssh.size(); i++) {
            String auth =
                    secretOptions.usesAgent(i)
                            ? "agent"
                            : secretOptions.hasKey(i) ? "key" : "password";
            String key = i < endpoint.sshHostKeys.size() ? endpoint.sshHostKeys.get(i) : null;
            ConnectionBody.Hop hop = ConnectionBody.Hop.parse(endpoint.ssh.get(i), auth, key);
            if (hop == null) {
                throw new IllegalArgumentException("--ssh is USER@HOST or USER@HOST:PORT.");
            }
            hops.add(hop);
        }
        return hops;
    }

    private @Nullable String pem(String option, @Nullable Path file) throws IOException {
        if (file == null) {
            return null;
        }
        if (!Files.isRegularFile(file)) {
            throw new IllegalArgumentException(option + ": there is no file '" + file + "'.");
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(PEM_BYTES_MAX + 1);
            if (bytes.length > PEM_BYTES_MAX) {
                throw new IllegalArgumentException(
                        option + ": the file is larger than " + PEM_BYTES_MAX + " bytes.");
            }
            return new String(bytes, StandardCharsets.US_ASCII);
        }
    }

    /** Sends a connection until it is made, or refused for something that nobody can settle. */
    private record Connecting(AdminApi admin, Sealing sealing, Optional<Questions> person) {
        /** Each SSH server's key, and each risk, is asked about once. */
        private static final int ROUNDS_MAX = 8;

        JsonNode send(ConnectionBody.Wanted first, GivenSecrets secrets) {
            ConnectionBody.Wanted wanted = first;
            try (NamedSecrets named = secrets.named()) {
                for (int round = 1; ; round++) {
                    try {
                        return once(wanted, named);
                    } catch (CommandFailure e) {
                        if (person.isEmpty() || round == ROUNDS_MAX) {
                            throw e;
                        }
                        wanted = settled(wanted, e, person.get());
                    }
                }
            }
        }

        /** What was sealed opens once, so that each attempt seals anew. */
        private JsonNode once(ConnectionBody.Wanted wanted, NamedSecrets secrets) {
            String credentials =
                    secrets.names().isEmpty() ? null : sealing.seal(wanted.name(), secrets);
            byte[] body = ConnectionBody.of(wanted, credentials);
            return admin.post(DbCommands.PATH, Optional.of(AdminApi.Body.json(body)));
        }

        private static ConnectionBody.Wanted settled(
                ConnectionBody.Wanted wanted, CommandFailure e, Questions person) {
            JsonNode details = e.error().path("details");
            if (details.path("reason").asString("").equals("ssh_host_key_unknown")) {
                int hop = details.path("hop").asInt(1) - 1;
                String key = details.path("host_key").asString("");
                if (hop >= 0 && hop < wanted.hops().size() && !key.isEmpty()) {
                    person.say(
                            Printer.visible(
                                    "The SSH server "
                                            + wanted.hops().get(hop).host()
                                            + " shows the key "
                                            + key));
                    if (person.agree("Is this its own, as 'ssh-keygen -lf' says there", false)) {
                        return wanted.pinned(hop, key);
                    }
                }
                throw e;
            }
            List<String> accept = new ArrayList<>();
            details.path("accept").forEach(it -> accept.add(it.asString("")));
            boolean risk =
                    e.code().equals(ReasonCode.ROLE_TOO_POWERFUL.name())
                            || e.code().equals(ReasonCode.ENGINE_EXPERIMENTAL.name());
            if (!risk || accept.isEmpty() || wanted.accept().containsAll(accept)) {
                throw e;
            }
            person.say(Printer.visible(String.valueOf(e.getMessage())));
            details.path("powers")
                    .forEach(it -> person.say(Printer.visible("  " + it.asString(""))));
            if (!person.agree("Are you an owner, and accept this", false)) {
                throw e;
            }
            return wanted.accepting(accept);
        }
    }
}
