package io.slipway.tabular;

import io.slipway.testkit.ProtoMessage;
import io.slipway.testkit.ProtoMessage.Field;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** What may become of an ONNX file on its way, or in the hands of an ill-meaning author. */
final class GraphMutation {
  private static final long[] ODD_NUMBERS = {
    0,
    1,
    -1,
    2,
    3,
    7,
    8,
    11,
    255,
    65536,
    Integer.MAX_VALUE,
    1L << 31,
    1L << 32,
    (1L << 32) + 1,
    1L << 53,
    Long.MAX_VALUE,
    Long.MIN_VALUE
  };

  private static final float[] ODD_REALS = {
    0, -0f, -1, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.MIN_VALUE, 1e30f
  };

  private static final List<String> ODD_TEXTS =
      List.of(
          "",
          "x",
          "y",
          "axis",
          "NaN",
          "BRANCH_EQ",
          "LEAF",
          "SOFTMAX",
          "PROBIT",
          "MIN",
          "Concat",
          "Reshape",
          "Gather",
          "Slice",
          "Cast",
          "Identity",
          "LabelEncoder",
          "ai.onnx.ml",
          "nothing of this name",
          "\u00e9\ud83d\ude00");

  private final Random random;

  GraphMutation(Random random) {
    this.random = random;
  }

  /** With up to three places changed; lengths around them follow, most times. */
  byte[] of(byte[] file) {
    if (random.nextInt(10) == 0) {
      return withOtherBytes(file);
    }
    byte[] bytes = file;
    for (int i = Math.max(1, random.nextInt(6) - 2); i > 0; i--) {
      Optional<ProtoMessage> model = ProtoMessage.read(ByteBuffer.wrap(bytes));
      if (model.isPresent() && !model.get().fields().isEmpty()) {
        bytes = changed(model.get(), random.nextInt(size(model.get()))).toByteArray();
      }
    }
    return bytes;
  }

  /** Of all fields, those inside others included. */
  private static int size(ProtoMessage message) {
    int size = 0;
    for (Field field : message.fields()) {
      size += 1 + field.message().map(GraphMutation::size).orElse(0);
    }
    return size;
  }

  /**
   * @param at which of all fields is changed
   */
  private ProtoMessage changed(ProtoMessage message, int at) {
    List<Field> fields = new ArrayList<>(message.fields());
    int left = at;
    for (int i = 0; i < fields.size(); i++) {
      if (left == 0) {
        change(fields, i);
        break;
      }
      left--;
      Optional<ProtoMessage> inside = fields.get(i).message();
      int size = inside.map(GraphMutation::size).orElse(0);
      if (left < size) {
        fields.set(i, Field.of(fields.get(i).number(), changed(inside.get(), left).toByteArray()));
        break;
      }
      left -= size;
    }
    return new ProtoMessage(fields);
  }

  private void change(List<Field> fields, int i) {
    Field field = fields.get(i);
    Field other = fields.get(random.nextInt(fields.size()));
    switch (random.nextInt(12)) {
      case 0 -> fields.remove(i);
      case 1 -> fields.add(i, field);
      case 2 -> Collections.swap(fields, i, fields.indexOf(other));
      case 3 -> fields.set(i, new Field(field.number(), other.kind(), other.value()));
      case 4 -> fields.set(i, new Field(1 + random.nextInt(12), field.kind(), field.value()));
      case 5 -> fields.set(i, Field.of(field.number(), oddNumber()));
      default -> fields.set(i, withOtherValue(field));
    }
  }

  private Field withOtherValue(Field field) {
    byte[] value = field.bytes();
    return switch (field.kind()) {
      case VARINT -> Field.of(field.number(), oddNumber());
      case BYTES -> Field.of(field.number(), value.length == 0 ? oddText() : other(value));
      default -> new Field(field.number(), field.kind(), ByteBuffer.wrap(withOdd(value, 0)));
    };
  }

  private byte[] other(byte[] value) {
    int at = random.nextInt(value.length);
    return switch (random.nextInt(6)) {
      case 0 -> Arrays.copyOf(value, at);
      case 1 -> Arrays.copyOf(value, value.length + 1 + random.nextInt(8));
      case 2 -> withOdd(value, at / Float.BYTES * Float.BYTES);
      case 3 -> oddText();
      case 4 -> withOtherNumber(value);
      default -> flipped(value, at);
    };
  }

  /** With a number of a list removed, added or replaced. */
  private byte[] withOtherNumber(byte[] list) {
    list[list.length - 1] &= Byte.MAX_VALUE; // ends a number, if it is no list
    List<Long> numbers = new ArrayList<>(Field.of(1, list).varints());
    int at = random.nextInt(numbers.size());
    switch (random.nextInt(3)) {
      case 0 -> numbers.remove(at);
      case 1 -> numbers.add(at, oddNumber());
      default -> numbers.set(at, oddNumber());
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    numbers.forEach(number -> out.writeBytes(Field.of(1, number).bytes()));
    return out.toByteArray();
  }

  /** With a number of single precision in its place that is none, has no size, or is small. */
  private byte[] withOdd(byte[] value, int at) {
    byte[] with = value.clone();
    if (at + Float.BYTES <= with.length) {
      ByteBuffer.wrap(with)
          .order(ByteOrder.LITTLE_ENDIAN)
          .putFloat(at, ODD_REALS[random.nextInt(ODD_REALS.length)]);
    }
    return with;
  }

  private byte[] withOtherBytes(byte[] bytes) {
    int at = random.nextInt(bytes.length);
    return switch (random.nextInt(4)) {
      case 0 -> Arrays.copyOf(bytes, at);
      case 1 ->
          DocumentMutation.spliced(
              bytes, at, Math.min(bytes.length, at + random.nextInt(8)), new byte[0]);
      case 2 -> DocumentMutation.spliced(bytes, at, at, new byte[] {(byte) random.nextInt()});
      default -> flipped(bytes, at);
    };
  }

  private byte[] flipped(byte[] bytes, int at) {
    byte[] flipped = bytes.clone();
    flipped[at] ^= (byte) (1 << random.nextInt(8));
    return flipped;
  }

  private long oddNumber() {
    return ODD_NUMBERS[random.nextInt(ODD_NUMBERS.length)];
  }

  private byte[] oddText() {
    return ODD_TEXTS.get(random.nextInt(ODD_TEXTS.size())).getBytes(StandardCharsets.UTF_8);
  }
}
