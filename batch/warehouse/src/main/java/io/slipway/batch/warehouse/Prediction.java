package io.slipway.batch.warehouse;

import java.util.Map;
import java.util.Optional;

/**
 * A row of a set version.
 *
 * @param values by column, as {@link Boolean}, {@link Number} or {@link String}; what is missing is
 *     left out
 * @param error why the row could not be scored, if it could not
 */
public record Prediction(String key, Map<String, Object> values, Optional<String> error) {}
