/** The pages where people see to their own account: password, second factor, sessions, programs. */
@NullMarked
package dev.sluice.server.account;

import org.jspecify.annotations.NullMarked;
