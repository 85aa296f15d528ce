package io.slipway.batch.warehouse;

import java.util.List;
import java.util.Map;

/**
 * What one set version has of some keys.
 *
 * @param version the current one, which all of them are of
 * @param columns that predictions can have
 * @param predictions by key; keys that it does not have are left out
 */
public record Answer(
    SetVersion version, List<String> columns, Map<String, Prediction> predictions) {}
