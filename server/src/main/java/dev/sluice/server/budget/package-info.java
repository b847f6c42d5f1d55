/** What users and agents may be given in a day: held before a call runs, settled after it. */
@NullMarked
package dev.sluice.server.budget;

import org.jspecify.annotations.NullMarked;
