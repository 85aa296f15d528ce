package io.slipway.batch.lookup;

import io.slipway.batch.warehouse.SetVersion;
import java.time.Duration;
import java.util.List;

/**
 * The answer to a question: of one set version, but for what was computed.
 *
 * @param age of its predictions
 * @param freshness that they were held to
 * @param results one for each key, in their order
 */
public record Found(SetVersion version, Duration age, Freshness freshness, List<Result> results) {}
