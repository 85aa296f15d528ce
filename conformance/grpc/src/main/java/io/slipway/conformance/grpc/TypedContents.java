package io.slipway.conformance.grpc;

import com.google.protobuf.ByteString;
import io.slipway.conformance.json.Json;
import io.slipway.conformance.tensor.Datatype;
import io.slipway.conformance.tensor.MalformedAnswer;
import io.slipway.conformance.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Elements in {@code InferTensorContents}, where each datatype has its field. */
final class TypedContents {
  static final List<String> FIELDS =
      InferenceProtocol.message("InferTensorContents").getFields().stream()
          .map(field -> field.getName())
          .toList();

  private TypedContents() {}

  /** Empty for a type that only raw contents can hold. */
  static Optional<String> field(Datatype type) {
    return switch (type) {
      case BOOL -> Optional.of("bool_contents");
      case INT8, INT16, INT32 -> Optional.of("int_contents");
      case INT64 -> Optional.of("int64_contents");
      case UINT8, UINT16, UINT32 -> Optional.of("uint_contents");
      case UINT64 -> Optional.of("uint64_contents");
      case FP32 -> Optional.of("fp32_contents");
      case FP64 -> Optional.of("fp64_contents");
      case BYTES -> Optional.of("bytes_contents");
      case FP16, BF16 -> Optional.empty();
    };
  }

  /** Whether there is a field for each of the tensors. */
  static boolean holds(List<Tensor> tensors) {
    return tensors.stream().allMatch(tensor -> field(tensor.type()).isPresent());
  }

  /**
   * @throws IllegalArgumentException if there is no field for the type
   */
  static Fields of(Tensor tensor) {
    String field =
        field(tensor.type())
            .orElseThrow(
                () -> new IllegalArgumentException("no typed contents hold " + tensor.type()));
    ByteBuffer bytes = ByteBuffer.wrap(tensor.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    List<Object> elements = new ArrayList<>();
    while (bytes.hasRemaining()) {
      elements.add(next(tensor.type(), bytes));
    }
    return Fields.of("InferTensorContents").with(field, elements);
  }

  private static Object next(Datatype type, ByteBuffer bytes) {
    return switch (type) {
      case BOOL -> bytes.get() != 0;
      case INT8 -> (int) bytes.get();
      case INT16 -> (int) bytes.getShort();
      case UINT8 -> Byte.toUnsignedInt(bytes.get());
      case UINT16 -> Short.toUnsignedInt(bytes.getShort());
      case INT32, UINT32 -> bytes.getInt();
      case INT64, UINT64 -> bytes.getLong();
      case FP32 -> bytes.getFloat();
      case FP64 -> bytes.getDouble();
      case BYTES -> {
        byte[] text = new byte[bytes.getInt()];
        bytes.get(text);
        yield ByteString.copyFrom(text);
      }
      case FP16, BF16 -> throw new IllegalArgumentException("no typed contents hold " + type);
    };
  }

  /**
   * The elements as JSON has them.
   *
   * @throws MalformedAnswer if they are in the field of another type
   */
  static List<Json> read(Fields contents, Datatype type) throws MalformedAnswer {
    Optional<String> field = field(type);
    for (String other : FIELDS) {
      if (!field.equals(Optional.of(other)) && !contents.all(other).isEmpty()) {
        throw new MalformedAnswer(
            "contents of %s belong into %s, found some in %s"
                .formatted(type, field.orElse("the raw form"), other));
      }
    }
    List<Json> elements = new ArrayList<>();
    if (field.isPresent()) {
      contents.all(field.get()).forEach(element -> elements.add(json(element, type)));
    }
    return elements;
  }

  private static Json json(Object element, Datatype type) {
    return switch (element) {
      case Boolean bool -> Json.of(bool);
      case Integer whole when type.kind() == Datatype.Kind.UNSIGNED ->
          Json.of(Integer.toUnsignedLong(whole));
      case Integer whole -> Json.of(whole);
      case Long whole when type.kind() == Datatype.Kind.UNSIGNED ->
          new Json.Num(Long.toUnsignedString(whole));
      case Long whole -> Json.of(whole);
      case Float number when Float.isFinite(number) -> new Json.Num(Float.toString(number));
      case Double number when Double.isFinite(number) -> new Json.Num(Double.toString(number));
      case ByteString bytes -> Json.of(bytes.toStringUtf8());
      default -> Json.of(element.toString()); // NaN and the infinities
    };
  }
}
