/** Clients that nobody here wrote, and our command line, sign a person in from end to end. */
@NullMarked
package dev.sluice.systemtests.clients;

import org.jspecify.annotations.NullMarked;
