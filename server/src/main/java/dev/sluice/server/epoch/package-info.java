/** Versions of tokens, accounts and policies, so that caches need no trust. */
@NullMarked
package dev.sluice.server.epoch;

import org.jspecify.annotations.NullMarked;
