package io.slipway.scoring;

import java.util.List;
import java.util.Optional;

/**
 * What a model takes and gives, named and typed, in the document's order.
 *
 * @param inputs fields a caller supplies
 * @param outputs fields {@link Model#score} answers with
 */
public record Signature(List<Field> inputs, List<Field> outputs) {
  public Signature {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }

  public Optional<Field> input(String name) {
    return inputs.stream().filter(field -> field.name().equals(name)).findFirst();
  }

  public Optional<Field> output(String name) {
    return outputs.stream().filter(field -> field.name().equals(name)).findFirst();
  }
}
