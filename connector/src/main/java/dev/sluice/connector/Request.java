package dev.sluice.connector;

/** For whom, how much, and how to stop it. */
public record Request(SessionTag tag, ResultLimits limits, Cancellation cancellation) {}
