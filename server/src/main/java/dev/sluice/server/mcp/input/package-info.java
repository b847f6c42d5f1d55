/**
 * Asking back (MCP 2026-07-28, basic/patterns/mrtr): what a server may ask a client for, the
 * client's answers, and the state that the client carries in between, sealed.
 */
@NullMarked
package dev.sluice.server.mcp.input;

import org.jspecify.annotations.NullMarked;
