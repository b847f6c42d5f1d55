/** Seals credentials to the server's key before they leave this process. */
@NullMarked
package dev.sluice.cli.sealing;

import org.jspecify.annotations.NullMarked;
