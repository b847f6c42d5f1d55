/** What an administrator of a database runs to make, renew and remove the dedicated user. */
@NullMarked
package dev.sluice.cli.setup;

import org.jspecify.annotations.NullMarked;
