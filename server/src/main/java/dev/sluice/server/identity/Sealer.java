package dev.sluice.server.identity;

import dev.sluice.core.Secret;

/** Encrypts what the deployment's schema must not hold in clear. */
public interface Sealer {
    /**
     * Encrypts {@code plain} so that it opens under the same row name only.
     *
     * @param row the table and key of the row it is kept in, for example {@code signing_keys/ab12}
     */
    byte[] seal(String row, Secret plain);

    /**
     * Opens what {@link #seal} returned for this row; the caller closes the secret.
     *
     * @throws dev.sluice.core.SluiceException when it was sealed for another row or was changed
     */
    Secret open(String row, byte[] sealed);
}
