/** Tokens to tree, by recursive descent with operator precedence. */
@NullMarked
package dev.sluice.guard.parser;

import org.jspecify.annotations.NullMarked;
