package io.slipway.scoring;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Where another reading of a model's document would show.
 *
 * @param rows that the document itself holds, with what its author took them to mean; none where it
 *     has none
 * @param values by input, as text: its thresholds, categories and bounds
 */
public record Landmarks(List<Batch> rows, Map<String, List<String>> values) {
  /** Nothing is known. */
  public static final Landmarks NONE = new Landmarks(List.of(), Map.of());

  public Landmarks {
    rows = List.copyOf(rows);
    values =
        values.entrySet().stream()
            .collect(
                Collectors.toUnmodifiableMap(Map.Entry::getKey, e -> List.copyOf(e.getValue())));
  }

  List<String> of(String input) {
    return values.getOrDefault(input, List.of());
  }
}
