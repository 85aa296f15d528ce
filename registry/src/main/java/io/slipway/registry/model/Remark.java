package io.slipway.registry.model;

import java.time.Instant;
import java.util.Optional;

/**
 * Who did something when, and why.
 *
 * @param by the name of the token
 */
public record Remark(Instant at, String by, Optional<String> reason) {}
