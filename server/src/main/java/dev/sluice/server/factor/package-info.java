/**
 * What people prove their identity with besides a password: codes of an app, recovery codes, and
 * who has to.
 */
@NullMarked
package dev.sluice.server.factor;

import org.jspecify.annotations.NullMarked;
