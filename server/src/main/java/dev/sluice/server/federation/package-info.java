/**
 * Signing in with somebody else's word: identity providers that speak OpenID Connect, and what
 * their word is worth here.
 */
@NullMarked
package dev.sluice.server.federation;

import org.jspecify.annotations.NullMarked;
