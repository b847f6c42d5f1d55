package dev.sluice.cli;

import dev.sluice.cli.client.AdminApi;
import dev.sluice.cli.client.CommandFailure;
import dev.sluice.cli.client.DeviceFlow;
import dev.sluice.cli.client.Settings;
import dev.sluice.cli.client.SignIn;
import dev.sluice.cli.client.TokenPair;
import dev.sluice.core.ReasonCode;
import java.io.PrintStream;
import java.util.Optional;

/**
 * Lets the person who is signed in sign in anew, for what the server does only shortly after that.
 * Nobody is asked where nobody sits, and programs have their own ways.
 */
final class SignInAgain implements AdminApi.Renewal {
    private final Settings settings;
    private final SignIn signIn;
    private final DeviceFlow.Pause pause;
    private final PrintStream err;
    private final boolean somebodySitsThere;

    SignInAgain(Shell shell, Settings settings, SignIn signIn, boolean somebodySitsThere) {
        this.settings = settings;
        this.signIn = signIn;
        this.pause = shell.pause();
        this.err = shell.err();
        this.somebodySitsThere = somebodySitsThere;
    }

    @Override
    public boolean renew() {
        if (!somebodySitsThere || !(settings.credentials() instanceof Settings.Credentials.None)) {
            return false;
        }
        Optional<TokenPair> before = signIn.kept();
        if (before.isEmpty()) {
            return false;
        }
        say("This needs a sign-in of the last five minutes.");
        DeviceFlow flow = signIn.deviceFlow(pause);
        DeviceFlow.Invitation invitation = flow.start(before.get().scopes());
        say("Open  " + invitation.complete().orElse(invitation.address()));
        say("and confirm the code  " + invitation.userCode());
        try {
            signIn.keep(flow.await(invitation));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CommandFailure.of(ReasonCode.CANCELLED, "The sign-in was interrupted.");
        }
        end(before.get());
        return true;
    }

    /** Nobody holds the old pair any more; if the server cannot be told, it expires there. */
    private void end(TokenPair old) {
        try {
            signIn.revoke(old);
        } catch (CommandFailure e) {
            say("Your sign-in of before could not be ended at the server: " + e.getMessage());
        }
    }

    private void say(String line) {
        err.println(Printer.visible(line));
    }
}
