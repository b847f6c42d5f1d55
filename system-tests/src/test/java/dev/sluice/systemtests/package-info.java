/**
 * The product as its users meet it: over HTTP, from the command line, and when something breaks.
 */
package dev.sluice.systemtests;
