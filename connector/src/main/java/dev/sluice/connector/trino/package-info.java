/** Trino, by its client protocol. */
@NullMarked
package dev.sluice.connector.trino;

import org.jspecify.annotations.NullMarked;
