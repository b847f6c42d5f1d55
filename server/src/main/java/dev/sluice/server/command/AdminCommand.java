package dev.sluice.server.command;

import dev.sluice.core.ReasonCode;
import dev.sluice.core.Secret;
import dev.sluice.core.SluiceException;
import dev.sluice.server.Deployment;
import dev.sluice.server.config.ServerConfig;
import dev.sluice.server.config.Setting;
import dev.sluice.server.identity.Account;
import dev.sluice.server.identity.Actor;
import dev.sluice.server.identity.Agency;
import dev.sluice.server.identity.Client;
import dev.sluice.server.identity.Clients;
import java.io.Console;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** {@code sluice admin}: accounts and clients without a browser. */
@Command(
        name = "admin",
        mixinStandardHelpOptions = true,
        subcommands = {
            InviteCommand.class,
            ResetSecondFactorCommand.class,
            TenantCommands.Create.class,
            TenantCommands.ListAll.class,
            TenantCommands.Suspend.class,
            TenantCommands.Resume.class,
            TenantCommands.Exporting.class,
            TenantCommands.Delete.class
        },
        description = "Creates and ends tenants, accounts and clients on the server's host.",
        footer = {
            "",
            "Works while the server runs, and without it.",
            "",
            "Examples:",
            "  sluice admin create-client --name support-bot --scopes query",
            "  sluice admin create-owner --email ana@example.org --password-stdin < password"
        })
public final class AdminCommand {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before it calls us
    private CommandSpec spec;

    @Command(
            name = "create-owner",
            mixinStandardHelpOptions = true,
            description = "Creates an owner's account.")
    int createOwner(
            @Mixin ServerOptions options,
            @Option(names = "--tenant", paramLabel = "T", description = "The tenant.")
                    @Nullable String tenant,
            @Option(
                            names = "--email",
                            paramLabel = "E",
                            required = true,
                            description = "The address to sign in with.")
                    String email,
            @Option(
                            names = "--password-stdin",
                            description = "Read the password from standard input.")
                    boolean fromStandardInput) {
        ServerConfig config = config(options, tenant);
        try (Secret password = password(fromStandardInput);
                Deployment deployment = Deployment.attach(config)) {
            Account owner =
                    deployment.identity().accounts().createOwner(config.tenant(), email, password);
            out().println("Created the owner " + owner.email() + " of " + config.tenant() + ".");
        }
        return 0;
    }

    @Command(
            name = "create-client",
            mixinStandardHelpOptions = true,
            description = "Creates an OAuth client and prints its secret, this once.",
            footer = {
                "",
                "Without a redirect URI the client acts for itself (client_credentials): bind the"
                        + " printed id to a role in the policy file. With one it may act for the"
                        + " tenant's people too, each of whom has to allow it. A public client has"
                        + " no secret and acts for people only.",
                "",
                "With --agent the client is that agent of the policy file: on its own it has what"
                        + " the file gives to the agent, and needs no binding.",
                "",
                "Scopes: query lets a client ask over MCP, admin lets it administer connections and"
                        + " policies.",
                "",
                "Examples:",
                "  sluice admin create-client --name ops --scopes query,admin",
                "  sluice admin create-client --name helpdesk --scopes query --agent support-bot"
                        + " --exchange",
                "  sluice admin create-client --name editor --scopes query --public --redirect-uri"
                        + " http://127.0.0.1/callback"
            })
    int createClient(
            @Mixin ServerOptions options,
            @Option(names = "--tenant", paramLabel = "T", description = "The tenant.")
                    @Nullable String tenant,
            @Option(
                            names = "--name",
                            paramLabel = "N",
                            required = true,
                            description = "A name for people.")
                    String name,
            @Option(
                            names = "--scopes",
                            paramLabel = "S",
                            split = ",",
                            required = true,
                            description = "query, admin, or both.")
                    List<String> scopes,
            @Mixin ClientOptions kind,
            @Option(names = "--json", description = "Print JSON.") boolean json) {
        ServerConfig config = config(options, tenant);
        Clients.NewClient asked =
                new Clients.NewClient(
                        config.tenant(),
                        name,
                        Set.copyOf(scopes),
                        kind.redirectUris(),
                        kind.agency());
        try (Deployment deployment = Deployment.attach(config)) {
            warnOfAnUnknownAgent(deployment, asked);
            Clients clients = deployment.identity().clients();
            if (kind.isPublic()) {
                print(clients.createPublic(asked, Actor.OPERATOR).id(), json);
                return 0;
            }
            Clients.Created created = clients.create(asked, Actor.OPERATOR);
            try (Secret secret = created.secret()) {
                print(created.client().id(), secret, json);
            }
        }
        return 0;
    }

    @Command(
            name = "list-clients",
            mixinStandardHelpOptions = true,
            description = "Lists the tenant's OAuth clients, disabled ones included.")
    int listClients(
            @Mixin ServerOptions options,
            @Option(names = "--tenant", paramLabel = "T", description = "The tenant.")
                    @Nullable String tenant,
            @Option(names = "--json", description = "Print JSON.") boolean json) {
        ServerConfig config = config(options, tenant);
        try (Deployment deployment = Deployment.attach(config)) {
            List<Client> clients = deployment.identity().clients().list(config.tenant());
            if (json) {
                out().println(
                                JsonMapper.shared()
                                        .writeValueAsString(
                                                clients.stream()
                                                        .map(AdminCommand::shown)
                                                        .toList()));
            } else {
                clients.forEach(client ->
                        out().println(
                                        "%s  %s  %s%s%s"
                                                .formatted(
                                                        client.id(),
                                                        String.join(",", client.scopes()),
                                                        client.name(),
                                                        client.use().agent() == null
                                                                ? ""
                                                                : "  (agent "
                                                                        + client.use().agent()
                                                                        + ")",
                                                        client.disabled() ? "  (disabled)" : "")));
            }
        }
        return 0;
    }

    private static Map<String, Object> shown(Client client) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("client_id", client.id());
        shown.put("name", client.name());
        shown.put("scopes", client.scopes());
        shown.put("agent", client.use().agent());
        shown.put("disabled", client.disabled());
        return shown;
    }

    /** No error: the policy that names the agent may be applied later. */
    private void warnOfAnUnknownAgent(Deployment deployment, Clients.NewClient asked) {
        Agency agency = asked.agency();
        if (agency != null
                && !deployment
                        .tenants()
                        .of(asked.tenant())
                        .currentState()
                        .knowsAgent(agency.agent())) {
            spec.commandLine()
                    .getErr()
                    .println(
                            "Warning: the policy in force has no agent '"
                                    + agency.agent()
                                    + "'; the client is refused until it has.");
        }
    }

    @Command(
            name = "disable-client",
            mixinStandardHelpOptions = true,
            description =
                    "Ends an OAuth client: it gets no more tokens, and those it has are refused at"
                            + " their next request.")
    int disableClient(
            @Mixin ServerOptions options,
            @Option(names = "--tenant", paramLabel = "T", description = "The tenant.")
                    @Nullable String tenant,
            @Option(
                            names = "--id",
                            paramLabel = "ID",
                            required = true,
                            description = "The client's id, as list-clients shows it.")
                    String id) {
        ServerConfig config = config(options, tenant);
        try (Deployment deployment = Deployment.attach(config)) {
            Clients clients = deployment.identity().clients();
            if (!clients.disable(config.tenant(), id, Actor.OPERATOR)
                    && !clients.disableEverywhere(id, Actor.OPERATOR)) {
                throw new SluiceException(
                        ReasonCode.NOT_FOUND,
                        "There is no client '" + id + "': sluice admin list-clients");
            }
            out().println("Disabled " + id + ".");
        }
        return 0;
    }

    private void print(String id, boolean json) {
        out().println(
                        json
                                ? JsonMapper.shared().writeValueAsString(Map.of("client_id", id))
                                : "SLUICE_CLIENT_ID=" + id);
    }

    private void print(String id, Secret secret, boolean json) {
        String text = new String(secret.reveal(), StandardCharsets.US_ASCII);
        if (json) {
            Map<String, String> shown = Map.of("client_id", id, "client_secret", text);
            out().println(JsonMapper.shared().writeValueAsString(shown));
        } else {
            out().println("SLUICE_CLIENT_ID=" + id);
            out().println("SLUICE_CLIENT_SECRET=" + text);
        }
    }

    private static ServerConfig config(ServerOptions options, @Nullable String tenant) {
        Map<Setting, String> settings = new EnumMap<>(Setting.class);
        if (tenant != null) {
            settings.put(Setting.TENANT, tenant);
        }
        return options.config(settings);
    }

    // Without a terminal there is no console: JDK 25 returned to what held before 22.
    @SuppressWarnings("SystemConsoleNull")
    private static Secret password(boolean fromStandardInput) {
        if (fromStandardInput) {
            return PasswordInput.of(System.in);
        }
        Console console = System.console();
        if (console == null || !console.isTerminal()) {
            throw invalid("There is no terminal to ask for a password on: use --password-stdin.");
        }
        char[] typed = console.readPassword("Password: ");
        if (typed == null) {
            throw invalid("No password was given.");
        }
        return Secret.takingOver(typed);
    }

    private static SluiceException invalid(String message) {
        return new SluiceException(ReasonCode.INVALID_ARGUMENT, message);
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
