/** One class for each MCP tool: checks nothing but its arguments, decides nothing. */
@NullMarked
package dev.sluice.server.tool;

import org.jspecify.annotations.NullMarked;
