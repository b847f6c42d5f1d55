/** What differs between databases, as values read from text resources. */
@NullMarked
package dev.sluice.guard.dialect;

import org.jspecify.annotations.NullMarked;
