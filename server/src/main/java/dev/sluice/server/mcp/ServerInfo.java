package dev.sluice.server.mcp;

/**
 * How we introduce ourselves.
 *
 * @param version the product's version
 * @param instructions a few sentences for the model on how to use the tools together
 */
public record ServerInfo(String version, String instructions) {}
