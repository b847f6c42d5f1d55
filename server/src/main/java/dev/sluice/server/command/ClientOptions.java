package dev.sluice.server.command;

import java.util.List;
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

    List<String> redirectUris() {
        return redirectUris;
    }

    boolean isPublic() {
        return publicClient;
    }
}
