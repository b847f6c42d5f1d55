package dev.sluice.server.command;

import dev.sluice.core.ReasonCode;
import dev.sluice.core.SluiceException;
import dev.sluice.server.identity.Agency;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say what kind of OAuth client is wanted. */
final class ClientOptions {
    @Option(
            names = "--redirect-uri",
            paramLabel = "URI",
            description =
                    "Where codes may be sent: https, http on a loopback address (any port then), or"
                            + " a program's own scheme. May be given several times.")
    private List<String> redirectUris = List.of();

    @Option(names = "--public", description = "A program on people's machines: it gets no secret.")
    private boolean publicClient;

    @Option(
            names = "--agent",
            paramLabel = "NAME",
            description =
                    "The agent of the policy file that the client is: it sees what the agent may"
                            + " see, and with a person what both may.")
    private @Nullable String agent;

    @Option(
            names = "--exchange",
            description =
                    "Let the agent exchange people's access tokens for ones that it acts with"
                            + " (RFC 8693). Needs --agent.")
    private boolean exchange;

    @Nullable Agency agency() {
        if (agent == null && exchange) {
            throw new SluiceException(
                    ReasonCode.INVALID_ARGUMENT,
                    "Only an agent exchanges tokens: name it with --agent.");
        }
        return agent == null ? null : new Agency(agent, exchange);
    }

    List<String> redirectUris() {
        return redirectUris;
    }

    boolean isPublic() {
        return publicClient;
    }
}
