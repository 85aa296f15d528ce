package io.slipway.conformance.tensor;

import io.slipway.conformance.json.Json;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A tensor with its elements.
 *
 * @param data flat, row-major
 */
public record Tensor(String name, Datatype type, List<Long> shape, List<Json> data) {
  public Tensor {
    shape = List.copyOf(shape);
    data = List.copyOf(data);
  }

  static long elements(List<Long> shape) {
    return shape.stream().reduce(1L, Math::multiplyExact);
  }

  /** In a request, its elements in one array. */
  public Json.Obj flat() {
    return head().with("data", new Json.Arr(data));
  }

  /** In a request, its elements in arrays as its shape has it. */
  public Json.Obj nested() {
    return head().with("data", nested(0, 0, data.size()));
  }

  private Json nested(int axis, int from, int to) {
    if (axis >= shape.size() - 1) {
      return new Json.Arr(data.subList(from, to));
    }
    int length = Math.toIntExact(shape.get(axis));
    List<Json> parts = new ArrayList<>();
    for (int i = 0; i < length; i++) {
      int size = (to - from) / length;
      parts.add(nested(axis + 1, from + i * size, from + (i + 1) * size));
    }
    return new Json.Arr(parts);
  }

  /** In a request, its elements in binary after the JSON: see {@link #bytes}. */
  public Json.Obj inBinary() {
    return head()
        .with("parameters", Json.object().with("binary_data_size", Json.of(bytes().length)));
  }

  /** Name, shape and datatype. */
  public Json.Obj head() {
    return Json.object()
        .with("name", Json.of(name))
        .with("shape", new Json.Arr(shape.stream().map(d -> (Json) Json.of(d)).toList()))
        .with("datatype", Json.of(type.name()));
  }

  /** Its elements in binary. */
  public byte[] bytes() {
    ByteBuffer bytes =
        ByteBuffer.allocate(data.stream().mapToInt(type::length).sum())
            .order(ByteOrder.LITTLE_ENDIAN);
    data.forEach(element -> type.write(element, bytes));
    return bytes.array();
  }

  /** The number of its rows; 1 for a scalar. */
  public long rows() {
    return shape.isEmpty() ? 1 : shape.getFirst();
  }

  /** The same rows, the last first. */
  public Tensor reversed() {
    int rows = Math.toIntExact(rows());
    int size = rows == 0 ? 0 : data.size() / rows;
    List<Json> turned = new ArrayList<>();
    for (int row = rows - 1; row >= 0; row--) {
      turned.addAll(data.subList(row * size, (row + 1) * size));
    }
    return new Tensor(name, type, shape, turned);
  }

  /** Whether a row differs from another. */
  public boolean hasDifferentRows() {
    return !reversed().data().equals(data);
  }

  /** Whether it is the same as {@code other}, as far as decimal digits can tell. */
  public boolean sameAs(Tensor other) {
    if (!name.equals(other.name)
        || type != other.type
        || !shape.equals(other.shape)
        || data.size() != other.data.size()) {
      return false;
    }
    for (int i = 0; i < data.size(); i++) {
      if (!type.same(data.get(i), other.data.get(i))) {
        return false;
      }
    }
    return true;
  }

  /**
   * Of a request's input or an answer's output, its elements in JSON.
   *
   * @throws MalformedAnswer if it is none by the protocol
   */
  public static Tensor of(Json json) throws MalformedAnswer {
    Json.Obj object = Members.object(json, "a tensor");
    List<Json> data = new ArrayList<>();
    flatten(Members.array(object, "data"), data);
    return checked(object, data);
  }

  /** Of an answer's output, its elements the next ones of {@code binary}. */
  public static Tensor of(Json.Obj object, ByteBuffer binary) throws MalformedAnswer {
    Datatype type = datatype(object);
    List<Json> data = new ArrayList<>();
    while (binary.hasRemaining()) {
      data.add(type.read(binary));
    }
    return checked(object, data);
  }

  private static Tensor checked(Json.Obj object, List<Json> data) throws MalformedAnswer {
    String name = Members.text(object, "name");
    Datatype type = datatype(object);
    List<Long> shape = Members.shape(object, 0);
    long expected;
    try {
      expected = elements(shape);
    } catch (ArithmeticException e) {
      throw new MalformedAnswer("the shape of %s is too large: %s".formatted(name, shape));
    }
    if (expected != data.size()) {
      throw new MalformedAnswer(
          "%s has shape %s, which is %d elements, and %d elements"
              .formatted(name, shape, expected, data.size()));
    }
    for (Json element : data) {
      if (!type.fits(element)) {
        throw new MalformedAnswer(
            "%s has the element %s, which is no %s".formatted(name, element.text(), type));
      }
    }
    return new Tensor(name, type, shape, data);
  }

  private static Datatype datatype(Json.Obj object) throws MalformedAnswer {
    String type = Members.text(object, "datatype");
    return Datatype.named(type)
        .orElseThrow(() -> new MalformedAnswer("\"" + type + "\" is no datatype"));
  }

  private static void flatten(List<Json> elements, List<Json> into) {
    for (Json element : elements) {
      if (element instanceof Json.Arr array) {
        flatten(array.elements(), into);
      } else {
        into.add(element);
      }
    }
  }

  /** An array of all the same tensors, in the other order. */
  public static List<Tensor> turned(List<Tensor> tensors) {
    List<Tensor> turned = new ArrayList<>(tensors);
    Collections.reverse(turned);
    return turned;
  }
}
