/** Input read line by line, each line within a limit. */
@NullMarked
package dev.sluice.cli.lines;

import org.jspecify.annotations.NullMarked;
