package dev.sluice.server.control;

import dev.sluice.server.identity.Client;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/**
 * A client as the consent and device pages show it.
 *
 * @param origin one sentence on what the client is or how far its name can be believed, empty when
 *     there is nothing to say
 */
record ClientView(String name, String origin) {
    static ClientView of(Client client) {
        return new ClientView(
                client.name(),
                switch (client.use().kind()) {
                    case OPERATOR, BUILT_IN -> agent(client);
                    case REGISTERED -> "It chose this name itself, and nobody has checked it.";
                    case DOCUMENT ->
                            "It is described by " + URI.create(client.id()).getHost() + ".";
                });
    }

    private static String agent(Client client) {
        String agent = client.use().agent();
        return agent == null
                ? ""
                : "It is the agent "
                        + agent
                        + ": it sees what both you and the agent may see, and no more.";
    }

    /** The scopes as a person understands them. */
    static List<String> words(List<String> scopes) {
        List<String> words = new ArrayList<>();
        if (scopes.contains("query")) {
            words.add("Ask questions of the databases that you may ask, under the same rules");
        }
        if (scopes.contains("admin")) {
            words.add("Administer connections and policies as you may");
        }
        return words;
    }
}
