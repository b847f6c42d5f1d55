/** The configuration: {@code sluice.yaml}, overridden by the environment. */
@NullMarked
package dev.sluice.server.config;

import org.jspecify.annotations.NullMarked;
