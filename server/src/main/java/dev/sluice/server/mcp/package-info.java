/**
 * The Model Context Protocol over HTTP: revision 2026-07-28 and the three before it on one
 * endpoint, without sessions. Frames, validates and dispatches; what a tool does is the tool's own
 * matter.
 */
@NullMarked
package dev.sluice.server.mcp;

import org.jspecify.annotations.NullMarked;
