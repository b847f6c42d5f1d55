/** Where MCP clients keep their configuration, and how an entry for a server is put into it. */
@NullMarked
package dev.sluice.cli.mcpclient;

import org.jspecify.annotations.NullMarked;
