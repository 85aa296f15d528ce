package io.slipway.sources.s3;

import java.time.Instant;

/**
 * An object of a bucket.
 *
 * @param tag the store's tag of its bytes, which changes when they do
 */
public record StoredObject(String key, long size, String tag, Instant modified) {}
