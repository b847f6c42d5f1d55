/** The guard's grammar before the databases' own parsers. */
@NullMarked
package dev.sluice.systemtests.grammar;

import org.jspecify.annotations.NullMarked;
