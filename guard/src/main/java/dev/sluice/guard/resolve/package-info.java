/** Binds every name of a tree and replaces base tables by what a policy lets through. */
@NullMarked
package dev.sluice.guard.resolve;

import org.jspecify.annotations.NullMarked;
