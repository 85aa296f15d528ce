package io.slipway.server.protocol;

import io.slipway.scoring.DataType;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A place in plain JSON, which is ASCII without escapes, and what can be read from there. Passes
 * over blanks before whatever it reads. Of one thread.
 */
final class PlainJson {
  private static final int MOST_DIGITS = 9;

  /** The JSON is not plain, or not what was looked for; how far it was read says nothing. */
  static final class Unplain extends Exception {
    private static final long serialVersionUID = 1;

    Unplain() {
      super("", null, false, false);
    }
  }

  private final byte[] body;
  private final int end;
  private final PlainNumber number;
  private int at;

  /**
   * @param end of the JSON in {@code body}, which begins with it
   */
  PlainJson(byte[] body, int end) {
    this.body = body;
    this.end = end;
    this.number = new PlainNumber(body);
  }

  /** Where it stands, from the first byte on. */
  int at() {
    return at;
  }

  boolean isAtEnd() {
    skipBlanks();
    return at == end;
  }

  /**
   * The elements of a tensor: a flat list of as many.
   *
   * @return an array of the type's own
   */
  Object elements(DataType type, int count) throws Unplain {
    // Each takes a digit and what follows it; a shape may claim more than there can be.
    if (count == 0 || count > (end - at) / 2) {
      throw new Unplain();
    }
    take('[');
    return switch (type) {
      case FP64 -> doubles(count);
      case FP32 -> floats(count);
      case INT64 -> longs(count);
      case INT32 -> ints(count);
      case BYTES -> texts(count);
      default -> throw new Unplain();
    };
  }

  /** The only element of a tensor of type FP64: a list of one. */
  double onlyDouble() throws Unplain {
    take('[');
    double value = nextDouble();
    take(']');
    return value;
  }

  private double[] doubles(int count) throws Unplain {
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = nextDouble();
      separate(i, count);
    }
    return values;
  }

  private double nextDouble() throws Unplain {
    readNumber();
    double value = number.doubleValue();
    if (number.isMinusZero() || !Double.isFinite(value)) {
      throw new Unplain();
    }
    return value;
  }

  private float[] floats(int count) throws Unplain {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      readNumber();
      values[i] = number.floatValue();
      if (number.isMinusZero() || !Float.isFinite(values[i])) {
        throw new Unplain();
      }
      separate(i, count);
    }
    return values;
  }

  private long[] longs(int count) throws Unplain {
    long[] values = new long[count];
    for (int i = 0; i < count; i++) {
      values[i] = whole();
      separate(i, count);
    }
    return values;
  }

  private int[] ints(int count) throws Unplain {
    int[] values = new int[count];
    for (int i = 0; i < count; i++) {
      long value = whole();
      values[i] = (int) value;
      if (values[i] != value) {
        throw new Unplain();
      }
      separate(i, count);
    }
    return values;
  }

  private String[] texts(int count) throws Unplain {
    String[] values = new String[count];
    for (int i = 0; i < count; i++) {
      values[i] = text();
      separate(i, count);
    }
    return values;
  }

  /** As many elements as the shape says, no more and no fewer. */
  private void separate(int i, int count) throws Unplain {
    if (goesOn(']') != (i + 1 < count)) {
      throw new Unplain();
    }
  }

  private void readNumber() throws Unplain {
    skipBlanks();
    at = number.read(at, end);
    if (at < 0) {
      throw new Unplain();
    }
  }

  private long whole() throws Unplain {
    readNumber();
    if (!number.isWhole()) {
      throw new Unplain();
    }
    return number.longValue();
  }

  /** A whole number without a sign that an int holds. */
  int size() throws Unplain {
    skipBlanks();
    int from = at;
    long size = whole();
    if (body[from] == '-' || at - from > MOST_DIGITS) {
      throw new Unplain();
    }
    return (int) size;
  }

  /** Whether a comma follows; else {@code close} does. */
  boolean goesOn(char close) throws Unplain {
    skipBlanks();
    if (at < end && body[at] == ',') {
      at++;
      return true;
    }
    take(close);
    return false;
  }

  void take(char expected) throws Unplain {
    skipBlanks();
    if (at >= end || body[at] != expected) {
      throw new Unplain();
    }
    at++;
  }

  private void skipBlanks() {
    while (at < end
        && (body[at] == ' ' || body[at] == '\n' || body[at] == '\r' || body[at] == '\t')) {
      at++;
    }
  }

  /** Passes over a key and its colon; where it is another, over nothing. */
  boolean isKey(String key) throws Unplain {
    int before = at;
    if (!isText(key)) {
      at = before;
      return false;
    }
    take(':');
    return true;
  }

  /** Passes over a text that is as it stands here; where it is another, over nothing. */
  boolean isText(String expected) {
    skipBlanks();
    int length = expected.length();
    if (at + length + 2 > end || body[at] != '"' || body[at + 1 + length] != '"') {
      return false;
    }
    for (int i = 0; i < length; i++) {
      char c = expected.charAt(i);
      if (body[at + 1 + i] != c || c == '\\' || c == '"' || c < ' ') {
        return false;
      }
    }
    at += length + 2;
    return true;
  }

  boolean isTrueOrFalse() throws Unplain {
    skipBlanks();
    if (isNext("true")) {
      return true;
    }
    if (isNext("false")) {
      return false;
    }
    throw new Unplain();
  }

  private boolean isNext(String word) {
    if (at + word.length() > end) {
      return false;
    }
    for (int i = 0; i < word.length(); i++) {
      if (body[at + i] != word.charAt(i)) {
        return false;
      }
    }
    at += word.length();
    return true;
  }

  String text() throws Unplain {
    skipBlanks();
    if (at >= end || body[at] != '"') {
      throw new Unplain();
    }
    int from = at + 1;
    int i = from;
    while (i < end && body[i] != '"') {
      if (body[i] < ' ' || body[i] == '\\') { // bytes of other text than ASCII are below zero
        throw new Unplain();
      }
      i++;
    }
    if (i >= end) {
      throw new Unplain();
    }
    at = i + 1;
    return new String(body, from, i - from, StandardCharsets.ISO_8859_1);
  }

  /**
   * Passes over bytes that are as they stand here, blanks and all.
   *
   * @param expected has them from {@code from} to before {@code to}
   */
  void take(byte[] expected, int from, int to) throws Unplain {
    int next = at + to - from;
    if (next > end || !Arrays.equals(body, at, next, expected, from, to)) {
      throw new Unplain();
    }
    at = next;
  }
}
