package io.slipway.batch.rows;

/**
 * Whether a line is one bracketed thing from its first to its last byte, strings apart. Whether it
 * is JSON is not asked: only that a parser that has read it is where it was before.
 */
final class JsonObjectLine {
  private JsonObjectLine() {}

  static boolean isOne(byte[] line) {
    int end = line.length;
    while (end > 0 && isBlank(line[end - 1])) {
      end--;
    }
    int from = 0;
    while (from < end && isBlank(line[from])) {
      from++;
    }
    if (from == end || line[from] != '{') {
      return false;
    }
    int depth = 0;
    boolean text = false;
    for (int i = from; i < end; i++) {
      byte b = line[i];
      if (text) {
        if (b == '\\') {
          i++;
        } else if (b == '"') {
          text = false;
        }
      } else if (b == '"') {
        text = true;
      } else if (b == '{' || b == '[') {
        depth++;
      } else if (b == '}' || b == ']') {
        depth--;
        if (depth == 0) {
          return i == end - 1;
        }
      }
    }
    return false;
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\t' || b == '\r';
  }
}
