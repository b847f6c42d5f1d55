/** The server before the judges of the MCP project: client, inspector, conformance suite. */
@NullMarked
package dev.sluice.systemtests.mcp;

import org.jspecify.annotations.NullMarked;
