/** Receipts: what was asked and decided, durable before the answer, and what came of it. */
@NullMarked
package dev.sluice.server.audit;

import org.jspecify.annotations.NullMarked;
