package io.slipway.tabular.pmml;

import java.util.Optional;

/**
 * A segment of an ensemble, lowered.
 *
 * @param condition the slot that says whether its predicate holds; empty where it always does
 */
record Segment(Optional<Integer> condition, double weight, Prediction prediction) {}
