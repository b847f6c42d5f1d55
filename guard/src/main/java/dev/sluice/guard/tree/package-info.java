/**
 * What a query can say: sealed records. Lists in them are never modified after construction,
 * positions take no part in equality.
 */
@NullMarked
package dev.sluice.guard.tree;

import org.jspecify.annotations.NullMarked;
