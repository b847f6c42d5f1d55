/**
 * The one path from a question to an answer: the only caller of guard, vault, connector and log.
 */
@NullMarked
package dev.sluice.server.query;

import org.jspecify.annotations.NullMarked;
