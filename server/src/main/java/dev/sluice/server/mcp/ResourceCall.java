package dev.sluice.server.mcp;

/**
 * One request to read a resource.
 *
 * @param uri of the form of a URI, and nothing else is known about it
 */
public record ResourceCall(String uri, CallContext context) {}
