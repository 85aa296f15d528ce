package io.slipway.batch.scoring;

import java.util.Optional;

/**
 * A row without a prediction, and why.
 *
 * @param key of the row; empty where the row could not be read so far
 * @param field that is to blame, where one is
 * @param reason in a sentence
 */
public record RowError(Optional<String> key, Optional<String> field, String reason) {}
