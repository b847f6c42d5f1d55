/** A real identity provider; asked for with {@code -Pkeycloak}. */
@NullMarked
package dev.sluice.systemtests.keycloak;

import org.jspecify.annotations.NullMarked;
