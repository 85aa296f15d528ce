package io.slipway.conformance.tensor;

import io.slipway.conformance.json.Json;
import java.util.ArrayList;
import java.util.List;

/**
 * What metadata say of a tensor.
 *
 * @param shape -1 for a dimension that the caller chooses
 */
public record TensorSpec(String name, Datatype type, List<Long> shape) {
  private static final int ROWS = 2;

  /**
   * @throws MalformedAnswer if it is none by the protocol
   */
  public static TensorSpec of(Json json) throws MalformedAnswer {
    Json.Obj tensor = Members.object(json, "a tensor's metadata");
    String name = Members.text(tensor, "name");
    String type = Members.text(tensor, "datatype");
    List<Long> shape = Members.shape(tensor, -1);
    return new TensorSpec(
        name,
        Datatype.named(type)
            .orElseThrow(
                () -> new MalformedAnswer("\"%s\" of %s is no datatype".formatted(type, name))),
        shape);
  }

  /** A tensor of this kind with made-up elements: two rows, where the caller chooses how many. */
  public Tensor sample() {
    List<Long> chosen = new ArrayList<>();
    for (int i = 0; i < shape.size(); i++) {
      chosen.add(shape.get(i) >= 0 ? shape.get(i) : i == 0 ? ROWS : 1L);
    }
    List<Json> data = new ArrayList<>();
    long count = Tensor.elements(chosen);
    for (int i = 0; i < count; i++) {
      data.add(type.sample(i));
    }
    return new Tensor(name, type, chosen, data);
  }

  /** Whether a tensor may have {@code other} for its shape. */
  public boolean takes(List<Long> other) {
    if (other.size() != shape.size()) {
      return false;
    }
    for (int i = 0; i < shape.size(); i++) {
      if (shape.get(i) >= 0 && !shape.get(i).equals(other.get(i))) {
        return false;
      }
    }
    return true;
  }

  /** Whether the caller chooses how many rows there are. */
  public boolean hasRows() {
    return !shape.isEmpty() && shape.getFirst() < 0;
  }
}
