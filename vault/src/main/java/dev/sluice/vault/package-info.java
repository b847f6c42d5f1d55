/** Seals and opens secrets under per-tenant keys. */
@NullMarked
package dev.sluice.vault;

import org.jspecify.annotations.NullMarked;
