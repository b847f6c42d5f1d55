/** Holds a policy to expectations, on a server or offline. */
@NullMarked
package dev.sluice.cli.expect;

import org.jspecify.annotations.NullMarked;
