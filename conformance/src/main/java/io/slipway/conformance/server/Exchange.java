package io.slipway.conformance.server;

/**
 * What was sent and what came back, as people can read it.
 *
 * @param sent not too long
 * @param answer not too long
 */
public record Exchange(String sent, String answer) {}
