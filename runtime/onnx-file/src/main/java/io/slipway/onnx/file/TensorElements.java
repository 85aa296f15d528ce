package io.slipway.onnx.file;

import io.slipway.onnx.file.TensorProto.Location;
import io.slipway.scoring.ModelLoadException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** The elements of constant tensors that lie inside the file. */
public final class TensorElements {
  private static final int RAW_DATA = 9;

  private TensorElements() {}

  /**
   * Elements of FLOAT, DOUBLE, INT32, INT64 or BOOL as doubles.
   *
   * @throws ModelLoadException if the tensor is of another type, lies elsewhere, or does not hold
   *     as many as its dimensions say
   */
  public static double[] numbers(TensorProto tensor) throws ModelLoadException {
    ElementType type = ElementType.of(tensor.type()).orElse(ElementType.STRING);
    double[] numbers = new double[size(tensor)];
    int count = 0;
    try {
      Wire wire = new Wire(tensor.body());
      while (wire.next()) {
        if (wire.field() == RAW_DATA) {
          ByteBuffer raw = wire.payload().order(ByteOrder.LITTLE_ENDIAN);
          while (raw.remaining() >= type.bytes(1) && count < numbers.length) {
            numbers[count++] = raw(type, raw, tensor);
          }
        } else if (wire.field() == type.dataField()) {
          count = listed(type, wire, numbers, count, tensor);
        }
      }
    } catch (MalformedFileException e) {
      throw Refusals.malformed(e);
    }
    if (count != numbers.length) {
      throw malformed(tensor);
    }
    return numbers;
  }

  private static double raw(ElementType type, ByteBuffer raw, TensorProto tensor)
      throws ModelLoadException {
    return switch (type) {
      case FLOAT -> raw.getFloat();
      case DOUBLE -> raw.getDouble();
      case INT32 -> raw.getInt();
      case INT64 -> raw.getLong();
      case BOOL -> raw.get();
      default -> throw unfit(tensor);
    };
  }

  private static int listed(
      ElementType type, Wire wire, double[] numbers, int from, TensorProto tensor)
      throws MalformedFileException, ModelLoadException {
    int count = from;
    switch (type) {
      case FLOAT, DOUBLE -> {
        if (!wire.isLengthDelimited()) {
          if (count < numbers.length) {
            numbers[count++] = type == ElementType.FLOAT ? wire.real() : wire.wideReal();
          }
          return count;
        }
        ByteBuffer packed = wire.payload();
        while (packed.remaining() >= type.bytes(1) && count < numbers.length) {
          numbers[count++] = raw(type, packed, tensor);
        }
      }
      case INT32, INT64, BOOL -> {
        LongList values = new LongList(numbers.length - from);
        wire.addVarintsTo(values);
        for (long value : values.toArray()) {
          numbers[count++] = type == ElementType.INT64 ? value : (int) value;
        }
      }
      default -> throw unfit(tensor);
    }
    return count;
  }

  /**
   * Elements of UINT8.
   *
   * @throws ModelLoadException if the tensor is of another type, lies elsewhere, or does not hold
   *     as many as its dimensions say
   */
  public static byte[] bytes(TensorProto tensor) throws ModelLoadException {
    if (ElementType.of(tensor.type()).orElse(ElementType.STRING) != ElementType.UINT8) {
      throw unfit(tensor);
    }
    ByteBuffer bytes = ByteBuffer.allocate(size(tensor));
    try {
      Wire wire = new Wire(tensor.body());
      while (wire.next()) {
        if (wire.field() == RAW_DATA) {
          ByteBuffer raw = wire.payload();
          bytes.put(raw.limit(Math.min(raw.limit(), raw.position() + bytes.remaining())));
        } else if (wire.field() == ElementType.UINT8.dataField()) {
          LongList values = new LongList(bytes.remaining());
          wire.addVarintsTo(values);
          for (long value : values.toArray()) {
            bytes.put((byte) value);
          }
        }
      }
    } catch (MalformedFileException e) {
      throw Refusals.malformed(e);
    }
    if (bytes.hasRemaining()) {
      throw malformed(tensor);
    }
    return bytes.array();
  }

  /** Elements of STRING. */
  public static List<String> texts(TensorProto tensor) throws ModelLoadException {
    if (ElementType.of(tensor.type()).orElse(ElementType.FLOAT) != ElementType.STRING) {
      throw unfit(tensor);
    }
    int size = size(tensor);
    List<String> texts = new ArrayList<>();
    try {
      Wire wire = new Wire(tensor.body());
      while (wire.next()) {
        if (wire.field() == ElementType.STRING.dataField()) {
          texts.add(wire.text());
        }
      }
    } catch (MalformedFileException e) {
      throw Refusals.malformed(e);
    }
    if (texts.size() != size) {
      throw malformed(tensor);
    }
    return texts;
  }

  /** As many as the dimensions say, but no more than the file can hold. */
  private static int size(TensorProto tensor) throws ModelLoadException {
    if (tensor.location() == Location.EXTERNAL) {
      throw Refusals.unsupported(
          "the tensor " + Refusals.quoted(tensor.name()) + " has its elements in another file");
    }
    try {
      long elements = tensor.elements();
      if (elements <= tensor.body().remaining()) {
        return (int) elements;
      }
    } catch (ArithmeticException e) {
      // Not a size.
    }
    throw malformed(tensor);
  }

  private static ModelLoadException unfit(TensorProto tensor) {
    return Refusals.unsupported(
        "the tensor "
            + Refusals.quoted(tensor.name())
            + " has elements of type "
            + ElementType.of(tensor.type()).map(Enum::name).orElse("unknown"));
  }

  private static ModelLoadException malformed(TensorProto tensor) {
    return Refusals.invalid(
        "the tensor "
            + Refusals.quoted(tensor.name())
            + " holds another number of elements than its dimensions say");
  }
}
