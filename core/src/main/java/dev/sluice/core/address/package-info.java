/** What an address of the internet protocol is for, and so who may be sent to it. */
@NullMarked
package dev.sluice.core.address;

import org.jspecify.annotations.NullMarked;
