/** What administrators do: connections and policies, each change with its row in the audit log. */
@NullMarked
package dev.sluice.server.admin;

import org.jspecify.annotations.NullMarked;
