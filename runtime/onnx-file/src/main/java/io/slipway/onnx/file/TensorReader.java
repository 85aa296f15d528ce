package io.slipway.onnx.file;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads TensorProto. */
final class TensorReader {
  private static final int DIMS = 1;
  private static final int DATA_TYPE = 2;
  static final int FLOAT_DATA = 4;
  static final int INT32_DATA = 5;
  static final int STRING_DATA = 6;
  static final int INT64_DATA = 7;
  private static final int NAME = 8;
  private static final int RAW_DATA = 9;
  static final int DOUBLE_DATA = 10;
  static final int UINT64_DATA = 11;
  private static final int EXTERNAL_DATA = 13;
  private static final int DATA_LOCATION = 14;
  private static final int KEY = 1;
  private static final int VALUE = 2;

  /** Shapes and the like are short; what is longer is not read. */
  private static final int SMALL = 64;

  private static final int MAX_RANK = 64;

  private TensorReader() {}

  static TensorProto read(ByteBuffer message) throws MalformedFileException {
    String name = "";
    long type = 0;
    LongList dims = new LongList(MAX_RANK);
    OptionalLong rawBytes = OptionalLong.empty();
    TensorProto.Location location = TensorProto.Location.INSIDE;
    Map<String, String> external = new HashMap<>();
    long[] entries = new long[UINT64_DATA + 1];
    Wire wire = new Wire(message);
    while (wire.next()) {
      switch (wire.field()) {
        case DIMS -> wire.addVarintsTo(dims);
        case DATA_TYPE -> type = wire.number();
        case NAME -> name = wire.text();
        case RAW_DATA -> rawBytes = OptionalLong.of(wire.length());
        case FLOAT_DATA -> entries[FLOAT_DATA] += wire.fixedCount(Float.BYTES);
        case DOUBLE_DATA -> entries[DOUBLE_DATA] += wire.fixedCount(Double.BYTES);
        case STRING_DATA -> entries[STRING_DATA]++;
        case INT32_DATA, INT64_DATA, UINT64_DATA -> entries[wire.field()] += wire.varintCount();
        case EXTERNAL_DATA -> addEntry(wire.message(), external);
        case DATA_LOCATION ->
            location =
                wire.number() == 1 ? TensorProto.Location.EXTERNAL : TensorProto.Location.INSIDE;
        default -> {}
      }
    }
    int dataField = ElementType.of(type).map(ElementType::dataField).orElse(0);
    return new TensorProto(
        name, type, dims.toList(), message, rawBytes, entries[dataField], location, external);
  }

  /**
   * The elements of a small tensor of INT64 or INT32 inside the file.
   *
   * @return none if it is larger, of another type or external
   */
  static Optional<long[]> smallIntegers(TensorProto tensor) throws MalformedFileException {
    ElementType type = ElementType.of(tensor.type()).orElse(ElementType.STRING);
    boolean integers = type == ElementType.INT64 || type == ElementType.INT32;
    if (!integers
        || tensor.location() == TensorProto.Location.EXTERNAL
        || tensor.entries() > SMALL
        || tensor.rawBytes().orElse(0) > SMALL * (long) Long.BYTES) {
      return Optional.empty();
    }
    LongList values = new LongList(SMALL);
    Wire wire = new Wire(tensor.body());
    while (wire.next()) {
      if (wire.field() == type.dataField()) {
        wire.addVarintsTo(values);
      } else if (wire.field() == RAW_DATA) {
        ByteBuffer raw = wire.payload();
        while (raw.remaining() >= type.bytes(1)) {
          values.add(type == ElementType.INT64 ? raw.getLong() : raw.getInt());
        }
      }
    }
    return Optional.of(values.toArray());
  }

  private static void addEntry(Wire entry, Map<String, String> entries)
      throws MalformedFileException {
    String key = "";
    String value = "";
    while (entry.next()) {
      switch (entry.field()) {
        case KEY -> key = entry.text();
        case VALUE -> value = entry.text();
        default -> {}
      }
    }
    entries.put(key, value);
  }
}
