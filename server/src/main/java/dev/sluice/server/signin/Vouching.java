package dev.sluice.server.signin;

import dev.sluice.server.identity.Account;
import dev.sluice.server.identity.Methods;

/** What the identity providers of an organisation have to say about other ways of signing in. */
@FunctionalInterface
public interface Vouching {
    /** Whether somebody who has proven to be this account's owner in these ways may come. */
    boolean admits(Account account, Methods methods);
}
