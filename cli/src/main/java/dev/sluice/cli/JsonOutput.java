package dev.sluice.cli;

/** A command that can print JSON; then its errors are JSON too. */
interface JsonOutput {
    boolean json();
}
