package dev.sluice.cli;

import dev.sluice.cli.client.CommandFailure;
import dev.sluice.cli.client.SignIn;
import dev.sluice.cli.client.TokenPair;
import java.util.Optional;
import picocli.CommandLine.Command;

@Command(
        name = "logout",
        description = "Sign out: both tokens are removed here and revoked at the server.",
        footer = {"", "Example:", "  sluice logout"})
final class LogoutCommand extends BaseCommand {
    LogoutCommand(Shell shell) {
        super(shell);
    }

    /** Wipes first: whatever the server says, this machine has no tokens any more. */
    @Override
    public Integer call() {
        Shell.Server server = shell().server();
        SignIn signIn = server.signIn();
        Optional<TokenPair> pair = signIn.kept();
        signIn.wipe();
        if (pair.isEmpty()) {
            say("Nobody was signed in to " + server.settings().server() + ".");
            return DONE;
        }
        try {
            signIn.revoke(pair.get());
        } catch (CommandFailure e) {
            say(
                    "The tokens were removed from this machine, but the server could not be told: "
                            + e.getMessage());
            say(
                    "The refresh token stays valid there until an administrator ends the session or"
                            + " it expires.");
            return FAILED;
        }
        say("Signed out of " + server.settings().server() + ".");
        return DONE;
    }

    private void say(String line) {
        shell().err().println(Printer.visible(line));
    }
}
