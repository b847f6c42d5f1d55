/** How any stage ends a check early. */
@NullMarked
package dev.sluice.guard.refusal;

import org.jspecify.annotations.NullMarked;
