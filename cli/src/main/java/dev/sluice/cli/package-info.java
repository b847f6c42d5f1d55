/** The sluice command: what runs on a user's machine. */
@NullMarked
package dev.sluice.cli;

import org.jspecify.annotations.NullMarked;
