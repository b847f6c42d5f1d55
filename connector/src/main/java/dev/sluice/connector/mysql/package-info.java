/**
 * MySQL and MariaDB through MariaDB's driver, which finds what plugs into it by {@code
 * META-INF/services}; what we plug in is named there: encryption, the password, and the reading of
 * values as they came.
 */
@NullMarked
package dev.sluice.connector.mysql;

import org.jspecify.annotations.NullMarked;
