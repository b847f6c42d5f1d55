/** What the product does while what it stands on fails. */
@NullMarked
package dev.sluice.systemtests.faults;

import org.jspecify.annotations.NullMarked;
