package dev.sluice.server.session;

/** Everything that pages keep between two requests. */
public record SessionStore(Sessions sessions, Visits visits, SessionNotes notes) {}
