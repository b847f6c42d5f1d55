/**
 * Client ID metadata documents: fetched from addresses that strangers choose, and therefore from
 * public ones only.
 */
@NullMarked
package dev.sluice.server.document;

import org.jspecify.annotations.NullMarked;
