package dev.sluice.server.command;

import dev.sluice.core.ReasonCode;
import dev.sluice.core.SluiceException;
import dev.sluice.core.TenantId;
import dev.sluice.server.Deployment;
import dev.sluice.server.config.ServerConfig;
import dev.sluice.server.config.Setting;
import dev.sluice.server.control.ControlPlane.Identity;
import dev.sluice.server.identity.Account;
import dev.sluice.server.identity.Actor;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Takes away what somebody lost, for the host's operator who made sure that it is them. */
@Command(
        name = "reset-second-factor",
        mixinStandardHelpOptions = true,
        description = {
            "Removes an account's app, recovery codes and passkeys, and ends its sessions.",
            "",
            "For somebody who lost them all. Make sure that it is them who asks."
        })
final class ResetSecondFactorCommand implements Callable<Integer> {
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
            description = "The address that the account signs in with.")
    private String email = "";

    @Override
    public Integer call() {
        ServerConfig config =
                options.config(tenant == null ? Map.of() : Map.of(Setting.TENANT, tenant));
        try (Deployment deployment = Deployment.attach(config)) {
            Identity identity = deployment.identity();
            Account account = account(identity, config.tenant());
            identity.factors().reset(account, Actor.OPERATOR);
            spec.commandLine()
                    .getOut()
                    .println("Removed the second factors of " + account.email() + ".");
        }
        return 0;
    }

    private Account account(Identity identity, TenantId of) {
        String wanted = email.strip().toLowerCase(Locale.ROOT);
        return identity.accounts().list(of).stream()
                .filter(it -> it.email().value().toLowerCase(Locale.ROOT).equals(wanted))
                .findFirst()
                .orElseThrow(() ->
                        new SluiceException(
                                ReasonCode.NOT_FOUND,
                                "There is no account with this address in " + of + "."));
    }
}
