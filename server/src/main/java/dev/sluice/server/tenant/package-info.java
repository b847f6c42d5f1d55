/** One tenant at run time: what holds at one epoch, and who writes its log. */
@NullMarked
package dev.sluice.server.tenant;

import org.jspecify.annotations.NullMarked;
