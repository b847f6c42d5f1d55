/** JSON that leaves us, written straight to bytes; the one shape of an error. */
@NullMarked
package dev.sluice.server.json;

import org.jspecify.annotations.NullMarked;
