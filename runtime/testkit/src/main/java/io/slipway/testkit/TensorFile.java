package io.slipway.testkit;

import io.slipway.scoring.Column;
import io.slipway.scoring.DataType;
import io.slipway.scoring.Shape;
import io.slipway.testkit.ProtoMessage.Field;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Reads a TensorProto with its elements: what the cases of the onnx package feed and expect. */
final class TensorFile {
  private static final int DIMS = 1;
  private static final int TYPE = 2;
  private static final int FLOAT_DATA = 4;
  private static final int INT32_DATA = 5;
  private static final int STRING_DATA = 6;
  private static final int INT64_DATA = 7;
  private static final int RAW_DATA = 9;
  private static final int DOUBLE_DATA = 10;
  private static final int UINT64_DATA = 11;

  private TensorFile() {}

  /** Empty if the elements are of a type that columns do not have. */
  static Optional<Column> read(Path file, String name) throws IOException {
    ProtoMessage tensor =
        ProtoMessage.read(ByteBuffer.wrap(Files.readAllBytes(file)))
            .orElseThrow(() -> new IOException(file + " is no TensorProto"));
    return type((int) tensor.fields(TYPE).get(0).varint()).map(type -> column(name, type, tensor));
  }

  /** By the numbers of TensorProto.DataType. */
  private static Optional<DataType> type(int code) {
    return switch (code) {
      case 1 -> Optional.of(DataType.FP32);
      case 2 -> Optional.of(DataType.UINT8);
      case 3 -> Optional.of(DataType.INT8);
      case 4 -> Optional.of(DataType.UINT16);
      case 5 -> Optional.of(DataType.INT16);
      case 6 -> Optional.of(DataType.INT32);
      case 7 -> Optional.of(DataType.INT64);
      case 8 -> Optional.of(DataType.BYTES);
      case 9 -> Optional.of(DataType.BOOL);
      case 10 -> Optional.of(DataType.FP16);
      case 11 -> Optional.of(DataType.FP64);
      case 12 -> Optional.of(DataType.UINT32);
      case 13 -> Optional.of(DataType.UINT64);
      default -> Optional.empty();
    };
  }

  private static Column column(String name, DataType type, ProtoMessage tensor) {
    Shape shape =
        Shape.of(
            tensor.fields(DIMS).stream()
                .flatMap(dims -> dims.varints().stream())
                .mapToLong(Long::longValue)
                .toArray());
    if (type == DataType.BYTES) {
      String[] texts =
          tensor.fields(STRING_DATA).stream()
              .map(text -> new String(text.bytes(), StandardCharsets.UTF_8))
              .toArray(String[]::new);
      return Column.of(name, type, shape, texts);
    }
    return Tensors.ofBinary(name, type, shape, elements(type, tensor));
  }

  /** The elements as raw data, whichever field holds them. */
  private static ByteBuffer elements(DataType type, ProtoMessage tensor) {
    return tensor.fields(RAW_DATA).isEmpty()
        ? switch (type) {
          case FP32 -> tensor.joined(FLOAT_DATA);
          case FP64 -> tensor.joined(DOUBLE_DATA);
          case INT64 -> narrowed(tensor, INT64_DATA, Long.BYTES);
          case UINT64 -> narrowed(tensor, UINT64_DATA, Long.BYTES);
          case UINT32 -> narrowed(tensor, UINT64_DATA, Integer.BYTES);
          case INT32 -> narrowed(tensor, INT32_DATA, Integer.BYTES);
          case UINT16, INT16, FP16 -> narrowed(tensor, INT32_DATA, Short.BYTES);
          case UINT8, INT8, BOOL -> narrowed(tensor, INT32_DATA, Byte.BYTES);
          case BYTES -> throw new IllegalArgumentException("texts are not raw");
        }
        : tensor.joined(RAW_DATA);
  }

  private static ByteBuffer narrowed(ProtoMessage tensor, int field, int width) {
    ByteArrayOutputStream raw = new ByteArrayOutputStream();
    for (Field list : tensor.fields(field)) {
      for (long number : list.varints()) {
        byte[] bytes =
            ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(number).array();
        raw.write(bytes, 0, width);
      }
    }
    return ByteBuffer.wrap(raw.toByteArray());
  }
}
