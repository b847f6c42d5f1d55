/**
 * The base of engines that are asked over HTTP: calls that are bounded in time and size, and the
 * handling of queries around them.
 */
@NullMarked
package dev.sluice.connector.http;

import org.jspecify.annotations.NullMarked;
