/**
 * Who is signed in in a browser, kept in the store so that every node knows it: sessions, visits
 * that may become one, and what one request of either leaves for a later one.
 */
@NullMarked
package dev.sluice.server.session;

import org.jspecify.annotations.NullMarked;
