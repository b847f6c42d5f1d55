/** Talks to a Sluice server: settings, tokens, admin API, MCP. */
@NullMarked
package dev.sluice.cli.client;

import org.jspecify.annotations.NullMarked;
