/**
 * Programs that measure the running product: {@code system-tests/measure}. Nothing here is a test;
 * docs/benchmarks.md has what they said.
 */
@NullMarked
package dev.sluice.systemtests.measure;

import org.jspecify.annotations.NullMarked;
