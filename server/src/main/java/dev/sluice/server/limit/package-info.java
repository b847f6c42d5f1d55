/** How often credentials may be tried and strangers may ask, and what they are told then. */
@NullMarked
package dev.sluice.server.limit;

import org.jspecify.annotations.NullMarked;
