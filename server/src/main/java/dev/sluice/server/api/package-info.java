/** The admin API: one controller for each thing that is administered. */
@NullMarked
package dev.sluice.server.api;

import org.jspecify.annotations.NullMarked;
