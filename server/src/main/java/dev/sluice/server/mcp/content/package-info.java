/** What tools, prompts and resources are made of: text, media, resources and links to them. */
@NullMarked
package dev.sluice.server.mcp.content;

import org.jspecify.annotations.NullMarked;
