package dev.sluice.cli;

import dev.sluice.cli.client.CommandFailure;
import dev.sluice.cli.client.DeviceFlow;
import dev.sluice.cli.client.Json;
import dev.sluice.cli.client.Settings;
import dev.sluice.cli.client.SignIn;
import dev.sluice.cli.client.TokenPair;
import dev.sluice.core.ReasonCode;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "login",
        description = "Sign in, by confirming a code in a browser.",
        footer = {
            "",
            "The browser may be on another machine. Your password is typed there and nowhere else;",
            "what comes back is kept in the keyring of this machine's operating system alone.",
            "On a machine without a keyring, set SLUICE_TOKEN, or SLUICE_CLIENT_ID with",
            "SLUICE_CLIENT_SECRET_FILE.",
            "",
            "Example:",
            "  SLUICE_URL=https://sluice.example.org sluice login"
        })
final class LoginCommand extends DataCommand {
    @Option(
            names = "--scope",
            split = ",",
            paramLabel = "SCOPE",
            defaultValue = "query,admin",
            description =
                    "What to ask for; you get what your account may have. Default:"
                            + " ${DEFAULT-VALUE}.")
    private List<String> scopes = List.of();

    @Option(names = "--no-browser", description = "Open no browser, only show the address.")
    private boolean noBrowser;

    LoginCommand(Shell shell) {
        super(shell);
    }

    @Override
    public Integer call() throws InterruptedException {
        Shell.Server server = shell().server();
        if (!(server.settings().credentials() instanceof Settings.Credentials.None)) {
            throw CommandFailure.of(
                    ReasonCode.INVALID_ARGUMENT,
                    "SLUICE_TOKEN or SLUICE_CLIENT_ID is set and would be used instead of your"
                            + " sign-in; unset it first.");
        }
        Optional<TokenPair> before = server.signIn().kept();
        DeviceFlow flow = server.signIn().deviceFlow(shell().pause());
        DeviceFlow.Invitation invitation = flow.start(scopes);
        invite(invitation, server.settings().server());
        TokenPair pair = flow.await(invitation);
        server.signIn().keep(pair);
        before.ifPresent(old -> end(server.signIn(), old));
        return signedIn(server, pair);
    }

    /** Nobody holds the old pair any more; if the server cannot be told, it expires there. */
    private void end(SignIn signIn, TokenPair old) {
        try {
            signIn.revoke(old);
        } catch (CommandFailure e) {
            say("Your sign-in of before could not be ended at the server: " + e.getMessage());
        }
    }

    private void invite(DeviceFlow.Invitation invitation, URI server) {
        if (json()) {
            shell().out()
                    .println(
                            Json.MAPPER.writeValueAsString(
                                    Json.MAPPER
                                            .createObjectNode()
                                            .put(
                                                    "verification_uri",
                                                    invitation.address().toString())
                                            .put("user_code", invitation.userCode())
                                            .put("expires_at", invitation.expiresAt().toString())));
        } else {
            say("Open  " + invitation.address());
            say("and confirm the code  " + invitation.userCode());
        }
        URI shown = invitation.complete().orElse(invitation.address());
        boolean ours = sameOrigin(shown, server);
        if (!noBrowser && ours && shell().terminal().isPresent() && Browser.open(shown)) {
            say("Your browser was asked to open it.");
        }
        say("Waiting until " + invitation.expiresAt() + "; Ctrl-C gives up.");
    }

    /** Another address than the server's own is shown, but not opened. */
    private static boolean sameOrigin(URI one, URI other) {
        return one.getScheme().equals(other.getScheme())
                && one.getHost().equalsIgnoreCase(other.getHost())
                && one.getPort() == other.getPort();
    }

    private int signedIn(Shell.Server server, TokenPair pair) {
        String name = Printer.text(server.admin().whoami().path("user"));
        if (json()) {
            shell().out()
                    .println(
                            Json.MAPPER.writeValueAsString(
                                    Json.MAPPER
                                            .createObjectNode()
                                            .put("signed_in", true)
                                            .put("user", name)
                                            .put("scope", String.join(" ", pair.scopes()))));
        } else {
            say("Signed in to " + server.settings().server() + " as " + name + ".");
            say("Scopes: " + String.join(", ", pair.scopes()));
        }
        return DONE;
    }

    private void say(String line) {
        shell().err().println(Printer.visible(line));
    }
}
