/** The HTTP server under both planes: limits, hosts, errors, and clients that go away. */
@NullMarked
package dev.sluice.server.http;

import org.jspecify.annotations.NullMarked;
