package io.slipway.batch.lookup;

import java.util.Map;
import java.util.Optional;

/**
 * What a key is answered with.
 *
 * @param values by output; those that are missing are left out
 * @param note why there is nothing better: why its row could not be scored, or why the model could
 *     not be asked
 * @param computedBy the digest of the model that was asked, as far as it said
 */
public record Result(
    String key,
    Status status,
    Map<String, ?> values,
    Optional<String> note,
    Optional<String> computedBy) {}
