package io.slipway.batch.warehouse;

/**
 * The model that made predictions.
 *
 * @param version as its registry or its owner counts
 * @param digest {@code sha256:…} of its bytes
 */
public record ModelRef(String name, String version, String digest) {}
