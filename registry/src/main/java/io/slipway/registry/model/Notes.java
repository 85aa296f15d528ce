package io.slipway.registry.model;

import java.util.Map;
import java.util.Optional;

/** What people say about a model or a version, and may say anew: it decides nothing. */
public record Notes(Optional<String> description, Map<String, String> labels) {

  /** Nothing said. */
  public static final Notes NONE = new Notes(Optional.empty(), Map.of());

  public Notes {
    labels = Map.copyOf(labels);
  }

  /** Reads the fields {@code description} and {@code labels}. */
  public static Notes read(JsonFields fields) {
    return new Notes(fields.text("description"), fields.textMap("labels"));
  }
}
