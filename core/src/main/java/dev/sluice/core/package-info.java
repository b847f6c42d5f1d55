/** The vocabulary every module shares: who asks, what is allowed, what is refused and why. */
@NullMarked
package dev.sluice.core;

import org.jspecify.annotations.NullMarked;
