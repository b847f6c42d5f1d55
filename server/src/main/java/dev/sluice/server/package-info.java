/** The server's main class and the one place where its parts are put together. */
@NullMarked
package dev.sluice.server;

import org.jspecify.annotations.NullMarked;
