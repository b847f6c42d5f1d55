/** The keyring of the operating system: the only place where a person's tokens are kept. */
@NullMarked
package dev.sluice.cli.keyring;

import org.jspecify.annotations.NullMarked;
