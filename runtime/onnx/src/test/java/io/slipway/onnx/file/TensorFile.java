package io.slipway.onnx.file;

import io.slipway.scoring.Column;
import io.slipway.scoring.DataType;
import io.slipway.scoring.Shape;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads a TensorProto with its elements: what the conformance cases feed and expect. */
final class TensorFile {
  private static final int RAW_DATA = 9;

  private TensorFile() {}

  /** Empty if the elements are of a type that columns do not have. */
  static Optional<Column> read(Path file, String name) throws IOException, MalformedFileException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
    TensorProto tensor = TensorReader.read(bytes);
    ElementType type = ElementType.of(tensor.type()).orElseThrow();
    if (type.dataType().isEmpty()) {
      return Optional.empty();
    }
    DataType dataType = type.dataType().get();
    int length = Math.toIntExact(tensor.elements());
    long[] dims = tensor.dims().stream().mapToLong(Long::longValue).toArray();
    Object values = Array.newInstance(dataType.arrayType().componentType(), length);
    if (type == ElementType.STRING) {
      fillStrings(bytes, (String[]) values);
    } else {
      ByteBuffer elements = elements(bytes, type);
      for (int i = 0; i < length; i++) {
        set(values, i, dataType, elements);
      }
    }
    return Optional.of(Column.of(name, dataType, Shape.of(dims), values));
  }

  /** The elements as raw data, whichever field holds them. */
  private static ByteBuffer elements(ByteBuffer bytes, ElementType type)
      throws MalformedFileException {
    ByteArrayOutputStream raw = new ByteArrayOutputStream();
    Wire wire = new Wire(bytes);
    while (wire.next()) {
      if (wire.field() == RAW_DATA) {
        return wire.payload();
      }
      if (wire.field() == type.dataField()) {
        if (type == ElementType.FLOAT || type == ElementType.DOUBLE) {
          byte[] packed = new byte[wire.length()];
          wire.payload().get(packed);
          raw.writeBytes(packed);
        } else {
          LongList numbers = new LongList(1 << 20);
          wire.addVarintsTo(numbers);
          for (long number : numbers.toArray()) {
            for (int b = 0; b < type.bytes(1); b++) {
              raw.write((int) (number >>> (8 * b)));
            }
          }
        }
      }
    }
    return ByteBuffer.wrap(raw.toByteArray()).order(java.nio.ByteOrder.LITTLE_ENDIAN);
  }

  private static void fillStrings(ByteBuffer bytes, String[] into) throws MalformedFileException {
    List<String> texts = new ArrayList<>();
    Wire wire = new Wire(bytes);
    while (wire.next()) {
      if (wire.field() == TensorReader.STRING_DATA) {
        texts.add(wire.text());
      }
    }
    texts.toArray(into);
  }

  private static void set(Object values, int i, DataType type, ByteBuffer from) {
    switch (type) {
      case BOOL -> ((boolean[]) values)[i] = from.get() != 0;
      case UINT8, INT8 -> ((byte[]) values)[i] = from.get();
      case UINT16, INT16, FP16 -> ((short[]) values)[i] = from.getShort();
      case UINT32, INT32 -> ((int[]) values)[i] = from.getInt();
      case UINT64, INT64 -> ((long[]) values)[i] = from.getLong();
      case FP32 -> ((float[]) values)[i] = from.getFloat();
      case FP64 -> ((double[]) values)[i] = from.getDouble();
      case BYTES -> throw new IllegalArgumentException("strings are not raw");
    }
  }
}
