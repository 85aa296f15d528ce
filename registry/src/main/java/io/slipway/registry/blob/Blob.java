package io.slipway.registry.blob;

import io.slipway.registry.model.Digest;
import java.time.Instant;

/**
 * Bytes that a store holds whole.
 *
 * @param storedAt when, by the clock of the disk or of the S3 store
 */
public record Blob(Digest digest, long size, Instant storedAt) {}
