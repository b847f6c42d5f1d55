/**
 * Credentials that a client sealed before it sent them: only ciphertext crosses the network, and a
 * proxy that ends TLS sees none.
 */
@NullMarked
package dev.sluice.server.sealing;

import org.jspecify.annotations.NullMarked;
