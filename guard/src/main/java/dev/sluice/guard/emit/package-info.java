/** Trees to the one canonical text of a query. */
@NullMarked
package dev.sluice.guard.emit;

import org.jspecify.annotations.NullMarked;
