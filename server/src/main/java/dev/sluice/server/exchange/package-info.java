/** Tokens for agents that act for people (RFC 8693). */
@NullMarked
package dev.sluice.server.exchange;

import org.jspecify.annotations.NullMarked;
