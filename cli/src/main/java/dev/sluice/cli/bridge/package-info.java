/** The stdio MCP server that forwards to a Sluice server. */
@NullMarked
package dev.sluice.cli.bridge;

import org.jspecify.annotations.NullMarked;
