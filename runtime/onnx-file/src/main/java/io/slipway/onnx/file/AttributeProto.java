package io.slipway.onnx.file;

import io.slipway.scoring.ModelLoadException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * An attribute of a node. Graphs and tensors are read with the file, since checks go through all of
 * them; lists, which hold whole forests, when asked for.
 *
 * @param name of the attribute
 * @param graphs subgraphs: bodies of loops, branches
 * @param tensors constants
 * @param body the whole message
 */
public record AttributeProto(
    String name, List<GraphProto> graphs, List<TensorProto> tensors, ByteBuffer body) {
  /** Nodes of the largest forests; what a list takes on the heap is bounded with them. */
  private static final int MAX_INTEGERS = 1 << 24;

  private static final int REAL = 2;
  private static final int NUMBER = 3;
  private static final int TEXT = 4;
  private static final int FLOATS = 7;
  private static final int INTS = 8;
  private static final int STRINGS = 9;

  /** The number of an attribute that is one; 0 if it is none. */
  public long number() throws ModelLoadException {
    return last(NUMBER, 0L, Wire::number);
  }

  /** The floating-point number of an attribute that is one; 0 if it is none. */
  public float real() throws ModelLoadException {
    return last(REAL, 0f, Wire::real);
  }

  /** The text of an attribute that is one; empty if it is none. */
  public String text() throws ModelLoadException {
    return last(TEXT, "", Wire::text);
  }

  private interface Reading<T> {
    T of(Wire wire) throws MalformedFileException;
  }

  /** Of a field that occurs twice protobuf keeps the last. */
  private <T> T last(int field, T none, Reading<T> reading) throws ModelLoadException {
    T last = none;
    try {
      Wire wire = new Wire(body);
      while (wire.next()) {
        if (wire.field() == field) {
          last = reading.of(wire);
        }
      }
    } catch (MalformedFileException e) {
      throw Refusals.malformed(e);
    }
    return last;
  }

  /** The numbers of a list of floats; empty if the attribute is none. */
  public float[] floats() throws ModelLoadException {
    try {
      Wire wire = new Wire(body);
      long count = 0;
      while (wire.next()) {
        count += wire.field() == FLOATS ? wire.fixedCount(Float.BYTES) : 0;
      }
      FloatBuffer floats = FloatBuffer.allocate(Math.toIntExact(count));
      wire = new Wire(body);
      while (wire.next()) {
        if (wire.field() == FLOATS && wire.isLengthDelimited()) {
          ByteBuffer packed = wire.payload();
          while (packed.remaining() >= Float.BYTES) {
            floats.put(packed.getFloat());
          }
        } else if (wire.field() == FLOATS) {
          floats.put(wire.real());
        }
      }
      return floats.array();
    } catch (MalformedFileException e) {
      throw Refusals.malformed(e);
    }
  }

  /** The texts of a list of strings; empty if the attribute is none. */
  public List<String> strings() throws ModelLoadException {
    List<String> texts = new ArrayList<>();
    try {
      Wire wire = new Wire(body);
      while (wire.next()) {
        if (wire.field() == STRINGS) {
          texts.add(wire.text());
        }
      }
    } catch (MalformedFileException e) {
      throw Refusals.malformed(e);
    }
    return texts;
  }

  /** The numbers of a list of integers; empty if the attribute is none. */
  public long[] integers() throws ModelLoadException {
    LongList numbers = new LongList(MAX_INTEGERS);
    try {
      Wire wire = new Wire(body);
      while (wire.next()) {
        if (wire.field() == INTS) {
          wire.addVarintsTo(numbers);
        }
      }
    } catch (MalformedFileException e) {
      throw Refusals.malformed(e);
    }
    return numbers.toArray();
  }
}
