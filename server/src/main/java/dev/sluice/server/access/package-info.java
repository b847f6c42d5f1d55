/** From a bearer token to a principal, or a challenge. */
@NullMarked
package dev.sluice.server.access;

import org.jspecify.annotations.NullMarked;
