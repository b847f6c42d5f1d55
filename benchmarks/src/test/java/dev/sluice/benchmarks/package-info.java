/** How long the guard takes, beside parsers that guard nothing, on the same statements. */
package dev.sluice.benchmarks;
