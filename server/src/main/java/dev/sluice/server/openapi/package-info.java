/** Describes the API in the words of OpenAPI 3.1, from the controllers that answer it. */
@NullMarked
package dev.sluice.server.openapi;

import org.jspecify.annotations.NullMarked;
