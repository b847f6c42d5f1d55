/**
 * Decides on one SQL text under a schema and a policy, and emits the SQL that may run. Pure: no
 * input or output, no clock, no logging, no third-party parser.
 */
@NullMarked
package dev.sluice.guard;

import org.jspecify.annotations.NullMarked;
