/** How connectors reach databases: addresses, tunnels, encryption. */
@NullMarked
package dev.sluice.connector.transport;

import org.jspecify.annotations.NullMarked;
