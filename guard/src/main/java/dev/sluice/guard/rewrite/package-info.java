/** The changes that make a resolved query safe and runnable: governed tables, limits, grouping. */
@NullMarked
package dev.sluice.guard.rewrite;

import org.jspecify.annotations.NullMarked;
