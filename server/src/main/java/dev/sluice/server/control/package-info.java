/**
 * The control plane: authorization server, admin API and the few pages a browser needs. Spring MVC
 * and Spring Security as libraries, wired by hand in the configuration classes of this package.
 */
@NullMarked
package dev.sluice.server.control;

import org.jspecify.annotations.NullMarked;
