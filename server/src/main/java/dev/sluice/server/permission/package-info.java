/** What the role of an account lets its holder administer: one table, asked at every request. */
@NullMarked
package dev.sluice.server.permission;

import org.jspecify.annotations.NullMarked;
