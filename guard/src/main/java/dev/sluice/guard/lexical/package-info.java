/** A second, independent look at text that is about to be sent to a database. */
@NullMarked
package dev.sluice.guard.lexical;

import org.jspecify.annotations.NullMarked;
