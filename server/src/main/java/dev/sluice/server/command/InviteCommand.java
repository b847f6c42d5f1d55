package dev.sluice.server.command;

import dev.sluice.core.ReasonCode;
import dev.sluice.core.Secret;
import dev.sluice.core.SluiceException;
import dev.sluice.server.Deployment;
import dev.sluice.server.SluiceServer;
import dev.sluice.server.config.ServerConfig;
import dev.sluice.server.config.Setting;
import dev.sluice.server.identity.Account;
import dev.sluice.server.identity.Actor;
import dev.sluice.server.identity.EmailAddress;
import dev.sluice.server.identity.Invitations;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** Invites somebody of any role, for the host's operator. */
@Command(
        name = "invite",
        mixinStandardHelpOptions = true,
        description = {
            "Invites somebody and prints the link that lets them in, this once.",
            "",
            "Pass the link on to them alone: whoever has it sets the account's password. It works"
                    + " once, for seven days."
        },
        footer = {"", "Example:", "  sluice admin invite --email ana@example.org --role analyst"})
final class InviteCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before it calls us
    private CommandSpec spec;

    @Mixin private ServerOptions options = new ServerOptions();

    @Option(names = "--tenant", paramLabel = "T", description = "The tenant.")
    private @Nullable String tenant;

    @Option(
            names = "--email",
            paramLabel = "E",
            required = true,
            description = "The address that they will sign in with.")
    private String email = "";

    @Option(
            names = "--role",
            paramLabel = "R",
            required = true,
            description = "owner, admin, analyst or viewer.")
    private String role = "";

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() {
        Account.Role wanted =
                Account.Role.parse(role)
                        .orElseThrow(() ->
                                new SluiceException(
                                        ReasonCode.INVALID_ARGUMENT,
                                        "A role is one of owner, admin, analyst and viewer.",
                                        Map.of("argument", "role")));
        ServerConfig config =
                options.config(tenant == null ? Map.of() : Map.of(Setting.TENANT, tenant));
        try (Deployment deployment = Deployment.attach(config)) {
            Invitations.Created created =
                    deployment
                            .identity()
                            .invitations()
                            .create(
                                    config.tenant(),
                                    EmailAddress.require(email),
                                    wanted,
                                    Actor.OPERATOR);
            try (Secret token = created.token()) {
                print(
                        created.invitation(),
                        SluiceServer.publicUrl(config).issuer()
                                + "/invitation/"
                                + new String(token.reveal(), StandardCharsets.US_ASCII));
            }
        }
        return 0;
    }

    private void print(Invitations.Invitation invitation, String link) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            Map<String, String> shown = new LinkedHashMap<>();
            shown.put("email", invitation.email().value());
            shown.put("role", invitation.role().label());
            shown.put("expires_at", invitation.expiresAt().toString());
            shown.put("link", link);
            out.println(JsonMapper.shared().writeValueAsString(shown));
        } else {
            out.println(link);
        }
    }
}
