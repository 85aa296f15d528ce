package io.slipway.batch.lookup;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slipway.batch.warehouse.SetName;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which predictions are wanted.
 *
 * @param fields all when empty
 * @param maxAge how old they may be for this caller
 * @param features what the model needs, by key, for those that there is no fresh prediction of
 */
public record Question(
    SetName set,
    List<String> keys,
    List<String> fields,
    Optional<Duration> maxAge,
    Map<String, ObjectNode> features) {}
