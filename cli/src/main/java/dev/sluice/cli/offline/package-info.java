/** What needs no server: the guard on a policy file and a schema file. */
@NullMarked
package dev.sluice.cli.offline;

import org.jspecify.annotations.NullMarked;
