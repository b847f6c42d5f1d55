/** The page behind an invitation. */
@NullMarked
package dev.sluice.server.invitation;

import org.jspecify.annotations.NullMarked;
