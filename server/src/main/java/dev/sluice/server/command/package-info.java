/** The commands that run on the server's host: up, demo, admin, guard schema. */
@NullMarked
package dev.sluice.server.command;

import org.jspecify.annotations.NullMarked;
