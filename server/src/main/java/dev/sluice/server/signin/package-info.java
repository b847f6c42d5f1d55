/**
 * Signing in and out: what a browser sends to be known again, the pages that lead to a session, and
 * the one place ({@link dev.sluice.server.signin.SignIns}) where a proof of identity becomes one.
 */
@NullMarked
package dev.sluice.server.signin;

import org.jspecify.annotations.NullMarked;
