/** A tenant's connections to databases: their rows in the store, and what is open. */
@NullMarked
package dev.sluice.server.source;

import org.jspecify.annotations.NullMarked;
