/** Which proxies stand before the server, and whom they speak for. */
@NullMarked
package dev.sluice.server.proxy;

import org.jspecify.annotations.NullMarked;
