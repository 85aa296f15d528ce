package io.slipway.conformance.server;

/** What was sent and what came back. */
public record Exchange(Sent sent, Answered answered) {}
