package io.slipway.batch.summary;

import java.util.List;
import java.util.Optional;

/**
 * What the rows of a set version are like.
 *
 * @param predictions rows that have one, 0 or above
 * @param errors rows that have none, by their reasons
 * @param outputs of the predictions, in the order of the set's columns
 */
public record Summary(long predictions, Errors errors, List<OutputSummary> outputs) {
  public Summary {
    outputs = List.copyOf(outputs);
  }

  /** All rows. */
  public long rows() {
    return predictions + errors.count();
  }

  /** That of the output of this name. */
  public Optional<OutputSummary> output(String name) {
    return outputs.stream().filter(output -> output.name().equals(name)).findFirst();
  }
}
