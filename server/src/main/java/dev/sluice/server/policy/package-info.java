/** The tenant's policy file: its versions in the store, and applying a new one. */
@NullMarked
package dev.sluice.server.policy;

import org.jspecify.annotations.NullMarked;
