package dev.sluice.server.control;

import dev.sluice.server.document.ClientDocuments;
import dev.sluice.server.document.ClientDocuments.Reading;
import dev.sluice.server.identity.Client;
import dev.sluice.server.identity.Clients;
import java.util.Optional;

/** Every client there is: those we keep, and those that a document at their address describes. */
final class ClientDirectory {
    private static final String UNKNOWN = "The program that sent you here is not known.";

    private final Clients clients;
    private final ClientDocuments documents;

    ClientDirectory(Clients clients, ClientDocuments documents) {
        this.clients = clients;
        this.documents = documents;
    }

    /** What came of looking for a client. */
    sealed interface Found {
        record Known(Client client) implements Found {}

        /** Its document would have to be read, which is done for signed-in people only. */
        record Unread() implements Found {}

        record Unknown(String message) implements Found {}
    }

    /** Looks without fetching anything. */
    Found find(String id) {
        if (documents.isAddress(id)) {
            Optional<Client> known = documents.known(id);
            return known.isEmpty() ? new Found.Unread() : usable(known.get());
        }
        return id.length() > StoredClients.ID_CHARACTERS_MAX
                        || !id.chars().allMatch(c -> c > ' ' && c < 127)
                ? new Found.Unknown(UNKNOWN)
                : clients.find(id)
                        .filter(client -> client.use().kind() != Client.Kind.DOCUMENT)
                        .map(ClientDirectory::usable)
                        .orElseGet(() -> new Found.Unknown(UNKNOWN));
    }

    /** Reads the client's document. */
    Found read(String id) {
        return switch (documents.read(id)) {
            case Reading.Known known -> usable(known.client());
            case Reading.Unusable unusable ->
                    new Found.Unknown(
                            "The program's description at "
                                    + id
                                    + " cannot be used: "
                                    + unusable.reason()
                                    + ".");
        };
    }

    private static Found usable(Client client) {
        return client.disabled() ? new Found.Unknown(UNKNOWN) : new Found.Known(client);
    }
}
