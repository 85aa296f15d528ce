package io.slipway.embedded;

import io.slipway.scoring.Batch;

/** An answer, and who gave it. */
public record Scored(Batch outputs, ScoringVersion by) {}
