/**
 * Signing in with a key that a device or a security key keeps (Web Authentication Level 3): which
 * ones an account has, the two ceremonies, and their pages.
 */
@NullMarked
package dev.sluice.server.passkey;

import org.jspecify.annotations.NullMarked;
