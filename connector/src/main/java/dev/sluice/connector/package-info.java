/** Runs guarded queries on databases: connections, limits, cancellation, error mapping. */
@NullMarked
package dev.sluice.connector;

import org.jspecify.annotations.NullMarked;
