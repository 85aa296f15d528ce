package io.slipway.batch.warehouse;

/** What a set version has of a key. */
public record PastPrediction(SetVersion version, Prediction prediction) {}
