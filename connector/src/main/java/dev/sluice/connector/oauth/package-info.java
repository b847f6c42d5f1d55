/** How access tokens of services are obtained and kept fresh (RFC 6749, RFC 7523). */
@NullMarked
package dev.sluice.connector.oauth;

import org.jspecify.annotations.NullMarked;
