/**
 * Seals and opens secrets under per-tenant keys.
 *
 * <p>A value is encrypted under its tenant's random data key; the data key is kept wrapped twice,
 * by a key derived from the master key and by a key wrapper, so that neither the master key nor the
 * wrapper's key nor the database alone opens anything.
 */
@NullMarked
package dev.sluice.vault;

import org.jspecify.annotations.NullMarked;
