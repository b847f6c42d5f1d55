/** Text to tokens, with every literal and name decoded. */
@NullMarked
package dev.sluice.guard.lexer;

import org.jspecify.annotations.NullMarked;
