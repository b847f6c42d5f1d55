/** What a caller fills in: declared once, shown as JSON Schema, checked when it comes. */
@NullMarked
package dev.sluice.server.mcp.parameter;

import org.jspecify.annotations.NullMarked;
